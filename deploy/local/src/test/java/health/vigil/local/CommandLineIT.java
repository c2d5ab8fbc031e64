package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.local.run.AllInOne;
import health.vigil.local.run.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineIT {

    private static final List<String> PORTS = List.of("--http-port", "--mqtt-port", "--kafka-port", "--database-port");
    private static final Ports ANY = new Ports("127.0.0.1", 0, 0, 0, 0);

    @TempDir
    private Path home = Path.of("");

    private record Outcome(int exitCode, String text) {}

    /// Runs a command with what it prints caught.
    private static Outcome run(String... arguments) {
        var text = new ByteArrayOutputStream();
        var stream = new PrintStream(text, true, StandardCharsets.UTF_8);
        var out = System.out;
        var err = System.err;
        System.setOut(stream);
        System.setErr(stream);
        try {
            return new Outcome(Vigil.run(arguments), text.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "replay",
                "ledger",
                "drill",
                "backup",
                "restore",
                "rebuild",
                "audit verify",
                "audit export"
            })
    void everyCommandExplainsItsOptionsAndExitCodes(String command) {
        var outcome = run((command + " --help").split(" ", -1));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.text()).contains("Usage: vigil " + command, "--home", "Exit codes:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "stream-processor", "alert-service", "care-api"})
    void everyServiceExplainsItsOptionsAndNamesAWrongSetting(String service) {
        var help = run("service", service, "--help");
        var wrong = run("service", service, "--set", "http.prot=1");

        assertThat(help.exitCode()).isZero();
        assertThat(help.text()).contains("Usage: vigil service " + service, "--config", "Exit codes:");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.text()).contains("'http.prot'", "'http.port'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "replay", "dismiss"})
    void everyCommandOfRejectedAndHeldExplainsItself(String command) {
        for (var place : List.of("rejected", "held")) {
            var outcome = run(place, command, "--help");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.text()).contains("Usage: vigil " + place + " " + command, "--home", "Exit codes:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-port", "--mqtt-port", "--kafka-port", "--database-port"})
    void aTakenPortIsNamedByItsOption(String option) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var arguments = new ArrayList<>(List.of("up", "--home", home.toString()));
            for (var other : PORTS) {
                arguments.add(other);
                arguments.add(other.equals(option) ? Integer.toString(taken.getLocalPort()) : "0");
            }

            var outcome = run(arguments.toArray(String[]::new));

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.text()).contains(Integer.toString(taken.getLocalPort()), option);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "demo"})
    void otherMachinesAreNotListenedToInPlainUnlessToldSo(String command) {
        var outcome = run(command, "--home", home.toString(), "--host", "0.0.0.0");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.text()).contains("--host 0.0.0.0", "--certificate", "--plain");
    }

    @Test
    void aCertificateThatIsNoneIsNamed() throws IOException {
        var file = Files.writeString(home.resolve("vigil.pem"), "none");

        var outcome = run("up", "--home", home.toString(), "--certificate", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.text()).contains(file.toString(), "certificate");
    }

    @Test
    void aHomeThatIsInUseIsRefusedAndSecretsAreForTheOwnerOnly() throws Exception {
        try (var _ = AllInOne.start(home, ANY)) {
            var outcome = run("up", "--home", home.toString(), "--http-port", "0", "--mqtt-port", "0");

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.text()).contains("already runs", "--home");
            for (var secret : new String[] {"admin-password", "run.json", "database/password"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(secret))))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(home.resolve("run.json")).doesNotExist();
    }

    @Test
    void replayWithoutARunningVigilSaysHowToStartOne() {
        var outcome = run("replay", "--home", home.toString(), "--format", "aim94", "nothing");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.text()).contains("./vigil up", "--home");
    }

    @Test
    void aPasswordDoesNotTravelInTheClear() throws IOException {
        var password = Files.writeString(home.resolve("password"), "long enough to be one");

        var outcome = run("ledger", "--url", "http://vigil.example.org", "--password-file", password.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.text()).contains("--url", "https://");
    }

    @Test
    void anAddressNeedsAPassword() {
        var outcome = run("held", "list", "--url", "https://vigil.example.org");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.text()).contains("--password-file");
    }

    @Test
    void anUnknownFormatListsTheKnownOnes() {
        var outcome = run("replay", "--format", "xml", "nothing");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.text()).contains("aim94", "bp-csv", "weight-csv");
    }
}
