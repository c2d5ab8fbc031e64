package health.vigil.kit.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

    private static final byte[] SECRET = "the secret of nora's second factor".getBytes(UTF_8);

    @TempDir
    private Path folder = Path.of("");

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("keys"), text);
    }

    @Test
    void whatIsEncryptedSaysNothingAndIsReadAgain() {
        var keys = KeyRing.readOrCreate(folder.resolve("new"));

        var sealed = keys.encrypt("second-factor nora", SECRET);

        assertThat(new String(sealed, UTF_8)).doesNotContain("secret");
        assertThat(keys.encrypt("second-factor nora", SECRET)).isNotEqualTo(sealed);
        assertThat(KeyRing.readOrCreate(folder.resolve("new")).decrypt("second-factor nora", sealed))
                .isEqualTo(SECRET);
    }

    @Test
    void itIsReadInItsPlaceOnlyAndAsItWasWrittenOnly() {
        var keys = KeyRing.readOrCreate(folder.resolve("new"));
        var sealed = keys.encrypt("second-factor nora", SECRET);

        assertThatThrownBy(() -> keys.decrypt("second-factor otto", sealed)).isInstanceOf(IllegalStateException.class);
        for (var place = 0; place < sealed.length; place++) {
            var changed = sealed.clone();
            changed[place] ^= 1;
            assertThatThrownBy(() -> keys.decrypt("second-factor nora", changed))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aKeyIsRotatedByPuttingANewOneBeforeIt() throws IOException {
        var old = SecretFile.random();
        var next = SecretFile.random();
        var sealed = KeyRing.read(file(old)).encrypt("a", SECRET);
        var both = KeyRing.read(file(next + "\n" + old + "\n"));

        assertThat(both.decrypt("a", sealed)).isEqualTo(SECRET);
        assertThat(KeyRing.read(file(next)).decrypt("a", both.encrypt("a", SECRET)))
                .isEqualTo(SECRET);
        var onlyNext = KeyRing.read(file(next));
        assertThatThrownBy(() -> onlyNext.decrypt("a", sealed)).hasMessageContaining("not there any more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "short", "not base64 at all!"})
    void aFileWithoutAKeyIsNamed(String text) throws IOException {
        var file = file(text);

        assertThatThrownBy(() -> KeyRing.read(file))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(file.toString());
    }

    private String program(String script) throws IOException {
        var file = Files.writeString(folder.resolve("keys-of-the-vault"), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file.toString();
    }

    @Test
    void keysMayComeFromAProgram() throws IOException {
        var key = SecretFile.random();
        var sealed = KeyRing.read(file(key)).encrypt("a", SECRET);

        var ofProgram = KeyRing.ofSettings("", program("echo " + key));

        assertThat(ofProgram.decrypt("a", sealed)).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @CsvSource({"exit 3, ended with 3", "echo, no key in what", "echo short, A key in what"})
    void aProgramThatGivesNoKeyIsNamed(String script, String why) throws IOException {
        var program = program(script);

        assertThatThrownBy(() -> KeyRing.ofSettings("", program))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(program)
                .hasMessageContaining(why);
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> KeyRing.ofSettings("", "/nowhere/keys"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("key-program /nowhere/keys cannot be run");
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "keys, vault"})
    void keysComeFromOnePlace(String file, String program) {
        assertThatThrownBy(() -> KeyRing.ofSettings(file, program))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("key-file")
                .hasMessageContaining("key-program");
    }
}
