package health.vigil.kit.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.kit.config.KeyRing;
import health.vigil.kit.config.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {

    private static final Identity ADA = new Identity("Łovelace", "Ada 愛", LocalDate.of(1815, 12, 10), "+441234567");

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void makeAKey() {
        file = folder.resolve("keys");
        SecretFile.write(file, SecretFile.random());
    }

    private Identities identities() {
        return new Identities(KeyRing.read(file));
    }

    @Test
    void comesBackAsItWas() {
        var unknown = new Identity("", "", null, "");

        assertThat(identities().open(identities().seal(ADA))).isEqualTo(ADA);
        assertThat(identities().open(identities().seal(unknown))).isEqualTo(unknown);
    }

    @Test
    void saysNothingOfItself() {
        var sealed = identities().seal(ADA);

        assertThat(new String(sealed, UTF_8)).doesNotContain("ovelace", "Ada", "1815", "4412");
        assertThat(identities().seal(ADA)).isNotEqualTo(sealed);
    }

    @Test
    void isReadWithTheKeyBeforeAndWrittenWithTheNewOne() throws IOException {
        var before = identities().seal(ADA);
        var old = Files.readString(file);
        Files.writeString(file, SecretFile.random() + "\n" + old);

        assertThat(identities().open(before)).isEqualTo(ADA);
        assertThat(Arrays.copyOf(before, identities().mark().length))
                .isNotEqualTo(identities().mark());
        assertThat(identities().seal(ADA)).startsWith(identities().mark());
    }

    @Test
    void isLostWithItsKey() {
        var sealed = identities().seal(ADA);
        SecretFile.write(file, SecretFile.random());

        assertThatThrownBy(() -> identities().open(sealed)).hasMessageContaining("a key that is not there any more");
    }

    @Test
    void isRefusedWhereSomebodyChangedIt() {
        var sealed = identities().seal(ADA);
        sealed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> identities().open(sealed)).hasMessageContaining("tampered with");
    }
}
