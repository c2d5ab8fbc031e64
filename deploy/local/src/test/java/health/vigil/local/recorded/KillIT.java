package health.vigil.local.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.clinical.vitals.NameBased;
import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.SecretFile;
import health.vigil.local.client.VigilApi;
import health.vigil.local.device.Device;
import health.vigil.local.embedded.FreePort;
import health.vigil.local.run.Administrator;
import health.vigil.local.run.RunFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The all-in-one as a process of its own is killed again and again while devices publish. Devices here trust the
/// broker's acknowledgement and never send a message again once they have it, so anything lost behind it is missing in
/// the end.
class KillIT {

    private static final int KILLS = 2;
    private static final int FILES = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    private Path home = Path.of("");

    private final int http = FreePort.of(0);
    private final int mqtt = FreePort.of(0);
    private final List<Process> started = new ArrayList<>();
    private final Map<String, Device> devices = new HashMap<>();

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
        devices.values().forEach(Device::close);
        started.forEach(Process::destroy);
        for (var process : started) {
            var ended = process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as("ends when it is told to: %s", terminal()).isTrue();
        }
    }

    @Test
    void whatWasAcknowledgedIsThereExactlyOnceAfterKillsInTheMiddle() throws Exception {
        var files = RecordedFiles.glucoseFiles(RecordedFiles.folder()).subList(0, FILES);
        var seed = Long.getLong("seed", System.nanoTime());
        System.out.println("killed with -Dseed=" + seed);
        var random = new Random(seed);
        start();
        register(files);

        var recorded = new RecordedFiles();
        var share = files.size() / (KILLS + 1);
        for (var part = 0; part <= KILLS; part++) {
            var end = part == KILLS ? files.size() : (part + 1) * share;
            publish(files.subList(part * share, end), recorded);
            if (part < KILLS) {
                awaitUnconfirmedBelow(50 + random.nextInt(300));
                kill();
                start();
            }
        }

        awaitUnconfirmedBelow(1);
        verify(recorded);
    }

    private void verify(RecordedFiles recorded) throws IOException {
        var state = StoredState.of(home);
        var expected = new HashSet<>(recorded.readings);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state.readings()).containsExactlyInAnyOrderElementsOf(expected));
        var alerts = new DemandedAlerts(state.jdbi());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(alerts.present()).isEqualTo(alerts.demanded()));
        System.out.print(terminal());
        System.out.printf(
                "killed %d times: %,d acknowledged, %,d distinct readings, each stored once; %,d alerts, as demanded%n",
                KILLS,
                devices.values().stream()
                        .mapToInt(device -> device.acknowledged().size())
                        .sum(),
                expected.size(),
                alerts.present().size());
    }

    private void start() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-Xmx700m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile=logback-local.xml",
                        "-Dvigil.log=" + home.resolve("vigil.jsonl"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "health.vigil.local.Vigil",
                        "up",
                        "--home",
                        home.toString(),
                        "--http-port",
                        Integer.toString(http),
                        "--mqtt-port",
                        Integer.toString(mqtt))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("terminal.txt").toFile()))
                .start();
        started.add(process);
        try {
            await().atMost(PATIENCE).until(() -> isReady(process));
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(terminal() + threads(process), late);
        }
    }

    /// What its threads do, virtual ones too.
    private String threads(Process process) throws IOException, InterruptedException {
        var file = home.resolve("threads.txt");
        var told = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "Thread.dump_to_file",
                        file.toString())
                .inheritIO()
                .start()
                .waitFor(30, TimeUnit.SECONDS);
        return told && Files.exists(file) ? Files.readString(file) : "The process does not tell what its threads do.";
    }

    private boolean isReady(Process process) {
        assertThat(process.isAlive()).as(this::terminal).isTrue();
        try {
            return RunFile.read(home).pid() == process.pid();
        } catch (InvalidSettingException _) {
            return false;
        }
    }

    private String terminal() {
        try {
            return Files.readString(home.resolve("terminal.txt"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void kill() throws InterruptedException {
        var process = started.getLast();
        process.destroyForcibly();
        process.waitFor();
    }

    private void register(List<Path> files) throws IOException, InterruptedException {
        var password = SecretFile.read(Administrator.passwordFile(home));
        try (var api = new VigilApi("http://127.0.0.1:" + http, Administrator.USERNAME, password)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                var device = NameBased.uuid("kill", name);
                var patient = UUID.randomUUID();
                api.put(
                        "/api/patients/" + patient,
                        Map.of("familyName", name, "givenName", "Recorded", "zone", RecordedFiles.ZONE.getId()));
                var secret = api.put("/api/devices/" + device, Map.of("label", "meter " + name))
                        .path("secret")
                        .asText();
                api.post(
                        "/api/devices/" + device + "/assignments",
                        Map.of("patientId", patient, "from", "1900-01-01T00:00:00Z"));
                devices.put(name, new Device("tcp://127.0.0.1:" + mqtt, device, secret, Device.Until.ACKNOWLEDGED));
            }
        }
    }

    private void publish(List<Path> files, RecordedFiles recorded) {
        for (var file : files) {
            var name = file.getFileName().toString();
            var before = recorded.readings.size();
            recorded.readGlucose(file);
            for (var reading : recorded.readings.subList(before, recorded.readings.size())) {
                var value =
                        switch (reading.values().getFirst()) {
                            case "HIGH" -> "\"HI\"";
                            case "LOW" -> "\"LO\"";
                            case String number -> number;
                        };
                devices.get(name)
                        .publish("{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%s,\"unit\":\"mg/dL\"}"
                                .formatted(reading.at(), value));
            }
        }
    }

    private void awaitUnconfirmedBelow(int limit) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        devices.values().stream().mapToInt(Device::unconfirmed).sum() < limit);
    }
}
