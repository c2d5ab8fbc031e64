package health.vigil.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    private static final String OLD = "old".repeat(5_000);
    private static final String NEW = "new".repeat(5_000);

    @TempDir
    Path folder;

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        var file = folder.resolve("password");

        SecretFile.write(file, "secret");

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void onlyItsOwnerMayReadItThoughTheFileItReplacesWasOpenToAll() throws IOException {
        var file = Files.writeString(folder.resolve("password"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        SecretFile.write(file, "new");

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(SecretFile.read(file)).isEqualTo("new");
    }

    @Test
    void isCreatedOnceWithItsFolderAndThenStaysTheSame() {
        var file = folder.resolve("secrets/password");

        var first = SecretFile.readOrCreate(file);

        assertThat(SecretFile.readOrCreate(file)).isEqualTo(first);
        assertThat(SecretFile.read(file)).isEqualTo(first);
    }

    @Test
    void leavesASecretThatIsThereAsItIs() throws IOException {
        var file = Files.writeString(folder.resolve("password"), "  from an operator\n");

        assertThat(SecretFile.readOrCreate(file)).isEqualTo("from an operator");
    }

    @Test
    void isReplacedAsAWholeAndLeavesNothingElseBehind() throws Exception {
        var file = folder.resolve("password");
        SecretFile.write(file, OLD);

        var seen = readWhileWriting(file);

        assertThat(seen).isSubsetOf(OLD, NEW);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    private static Set<String> readWhileWriting(Path file) throws InterruptedException, ExecutionException {
        var seen = new HashSet<String>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = executor.submit(() -> {
                for (var turn = 0; turn < 100; turn++) {
                    SecretFile.write(file, turn % 2 == 0 ? NEW : OLD);
                }
            });
            while (!writing.isDone()) {
                seen.add(SecretFile.read(file));
            }
            writing.get();
        }
        return seen;
    }

    @Test
    void saysWhichFileCannotBeRead() {
        assertThatThrownBy(() -> SecretFile.read(folder.resolve("missing")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void aRandomSecretIsLongSafeInUrlsAndNeverTheSame() {
        var secrets = Stream.generate(SecretFile::random).limit(1_000).collect(Collectors.toSet());

        assertThat(secrets).hasSize(1_000).allSatisfy(secret -> assertThat(secret)
                .matches("[A-Za-z0-9_-]{43}"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
