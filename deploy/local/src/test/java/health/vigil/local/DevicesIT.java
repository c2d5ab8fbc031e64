package health.vigil.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.care.devices.Assignment;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import health.vigil.kit.access.Role;
import health.vigil.kit.database.Database;
import health.vigil.kit.mqtt.MqttClient;
import health.vigil.local.RunningVigil.Home;
import health.vigil.local.device.Device;
import health.vigil.local.device.DeviceCommand;
import health.vigil.local.device.Format;
import health.vigil.local.device.HomeReading;
import health.vigil.local.device.Message;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What devices of every make send, from the broker to the table.
class DevicesIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AutoClose
    private final Database database = VIGIL.database();

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /// A row, as far as these tests look at it.
    public record Row(
            String status, Instant measuredAt, String timing, String origin, boolean clockSuspect, String meal) {}

    private List<Row> rows(Home home) {
        return database.jdbi().withHandle(handle -> handle.createQuery("""
                        select status, measured_at, timing, origin, clock_suspect, coalesce(meal, '') as meal
                        from vitals.reading where device_id = :device order by measured_at
                        """)
                .bind("device", home.device())
                .map((row, _) -> new Row(
                        row.getString("status"),
                        row.getTimestamp("measured_at").toInstant(),
                        row.getString("timing"),
                        row.getString("origin"),
                        row.getBoolean("clock_suspect"),
                        row.getString("meal")))
                .list());
    }

    private List<String> held(Home home) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select status from vitals.held where device_id = :device")
                        .bind("device", home.device())
                        .mapTo(String.class)
                        .list());
    }

    private static void publish(Home home, List<Message> messages) {
        try (var device = VIGIL.connect(home)) {
            for (var message : messages) {
                device.publish(message);
                await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
            }
            assertThat(device.receipts().values()).allSatisfy(receipts -> assertThat(receipts)
                    .allMatch(receipt -> receipt.path("outcome").asText().equals("accepted")));
        }
    }

    private static Message json(String json) {
        return new Message("readings", json.replace('\'', '"').getBytes(UTF_8));
    }

    private static HomeReading glucose(SaidTime at, String meal) {
        return new HomeReading(ReadingKind.GLUCOSE, at, Map.of(Metric.GLUCOSE, new Value.Exact(104)), null, 7, meal);
    }

    private static LocalDateTime local(Instant at) {
        return LocalDateTime.ofInstant(at, RunningVigil.ZONE_ID);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyFormatReachesTheTable(Format format) {
        var home = VIGIL.moveIn("Fay", "Format");
        var at = now.minusSeconds(90);
        var said = format == Format.GATT ? new SaidTime.Local(local(at)) : new SaidTime.Moment(at);

        publish(home, format.write(glucose(said, "fasting")));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows(home))
                .extracting(Row::status, Row::measuredAt, Row::clockSuspect, Row::meal)
                .containsExactly(tuple("FINAL", at, false, "FASTING")));
        assertThat(rows(home))
                .extracting(Row::origin)
                .containsExactly(format.name().replace("_CBOR", ""));
    }

    @Test
    void aNurseAsksADeviceAndSeesThatItHasGotIt() throws Exception {
        var home = VIGIL.moveIn("Rae", "Request");
        var asked = new LinkedBlockingQueue<Device.Request>();
        try (var nurse = VIGIL.api(Role.NURSE)) {
            var path = "/api/devices/" + home.device() + "/requests";
            var request = nurse.post(path, Map.of("measure", "weight", "lasting", "PT1H"));
            assertThat(request.path("state").asText()).isEqualTo("WAITING");

            var credentials = new Device.Credentials(Optional.of(home.secret()), Optional.empty());
            try (var device = new Device(VIGIL.mqtt(), home.device(), credentials, asked::add)) {
                var got = await().atMost(PATIENCE).until(asked::poll, Objects::nonNull);
                assertThat(got.request()).hasToString(request.path("requestId").asText());
                assertThat(got.measure()).isEqualTo("weight");
                await().atMost(PATIENCE)
                        .until(() -> nurse.get(path).at("/requests/0/state").asText(), "ACKNOWLEDGED"::equals);
                for (var minute = 1; minute <= 3; minute++) {
                    device.publish(json("{'type':'weight','measuredAt':'%s','value':82.4,'unit':'kg'}"
                            .formatted(now.minusSeconds(60L * minute))));
                }
                await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
                assertThat(device.receipts()).hasSize(3);
            }
        }
    }

    @Test
    void aContextThatComesFirstWaitsAndKetonesAlarmNobody() {
        var home = VIGIL.moveIn("Kay", "Ketone");
        var said = new SaidTime.Local(local(now.minusSeconds(60)));
        var messages = Format.GATT.write(glucose(said, "bedtime"));
        var ketone = new Message("gatt/2A34", HexFormat.of().parseHex("02080006"));
        var value = new Message(
                "gatt/2A18",
                // As above, number 8, 5 mg/dL less.
                changed(messages.getFirst().payload().duplicate(), 8));

        publish(home, List.of(messages.getLast(), messages.getFirst(), ketone, value));

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(rows(home)).extracting(Row::meal).containsExactly("BEDTIME");
            assertThat(held(home)).containsExactly("KETONE");
        });
    }

    private static byte[] changed(ByteBuffer payload, int number) {
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        bytes[1] = (byte) number;
        bytes[10] = 99;
        return bytes;
    }

    @Test
    void aClockThatIsWrongIsPutRightByWhatItShows() {
        var home = VIGIL.moveIn("Clara", "Clock");
        var shows = now.minus(Duration.ofDays(400));

        publish(
                home,
                List.of(json("{'type':'weight','value':81,'unit':'kg','measuredAt':'%s','now':'%s'}"
                        .formatted(shows.minusSeconds(120), shows))));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows(home)).singleElement().satisfies(row -> {
                    assertThat(row.timing()).isEqualTo("CORRECTED");
                    assertThat(row.clockSuspect()).isFalse();
                    // By as much as the message took on its way.
                    assertThat(row.measuredAt()).isBetween(now.minusSeconds(120), now.plusSeconds(60));
                }));
    }

    @Test
    void aStatusMessagePutsRightWhatCameBefore() {
        var home = VIGIL.moveIn("Stella", "Status");
        var shows = now.plus(Duration.ofDays(4000));
        publish(
                home,
                List.of(json("{'type':'weight','value':81,'unit':'kg','measuredAt':'%s'}"
                        .formatted(shows.minusSeconds(120)))));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows(home))
                .extracting(Row::clockSuspect, Row::timing)
                .containsExactly(tuple(true, "AS_SAID")));

        try (var device = VIGIL.connect(home)) {
            device.publish(new Message(
                    "status",
                    "{\"status\":\"online\",\"now\":\"%s\"}".formatted(shows).getBytes(UTF_8)));

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows(home))
                    .extracting(Row::status, Row::clockSuspect, Row::timing)
                    .containsExactly(tuple("FINAL", false, "CORRECTED")));
        }
    }

    @Test
    void aUserWhoIsNobodyIsHeldUntilSomebodyIsThatUser() {
        var home = VIGIL.moveIn("Uma", "User");
        var devices = VIGIL.vigil().care().devices();
        var from = now.minus(Duration.ofDays(9));
        devices.assign(new Assignment(
                UUID.randomUUID(), home.device(), 1, home.patient().patientId(), from, null));

        publish(
                home,
                List.of(json("[{'type':'weight','value':81,'unit':'kg','measuredAt':'%1$s','userSlot':1},"
                                .formatted(now.minusSeconds(9))
                        + "{'type':'weight','value':52,'unit':'kg','measuredAt':'%1$s','userSlot':2}]"
                                .formatted(now.minusSeconds(5)))));

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(rows(home)).hasSize(1);
            assertThat(held(home)).containsExactly("HELD");
        });
        var other = VIGIL.moveIn("Una", "Other").patient();
        devices.assign(new Assignment(UUID.randomUUID(), home.device(), 2, other.patientId(), from, null));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(rows(home)).hasSize(2);
            assertThat(held(home)).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"311", "5"})
    void mosquittosOwnClientIsADeviceToo(String version, @TempDir Path folder) throws Exception {
        var home = VIGIL.moveIn("Mona", "Mosquitto");
        var uri = URI.create(VIGIL.mqtt());
        var file = Files.write(
                folder.resolve("weight"),
                Format.GATT
                        .write(new HomeReading(
                                ReadingKind.WEIGHT,
                                new SaidTime.Local(local(now)),
                                Map.of(Metric.WEIGHT, new Value.Exact(82.4)),
                                null,
                                null,
                                null))
                        .getFirst()
                        .bytes());

        var exit = new ProcessBuilder(
                        "mosquitto_pub",
                        "-V",
                        version.equals("5") ? "mqttv5" : "mqttv311",
                        "-h",
                        uri.getHost(),
                        "-p",
                        Integer.toString(uri.getPort()),
                        "-u",
                        home.device().toString(),
                        "-P",
                        home.secret(),
                        "-i",
                        home.device().toString(),
                        "-q",
                        "1",
                        "-t",
                        "vigil/" + home.device() + "/gatt/2A9D",
                        "-f",
                        file.toString())
                .inheritIO()
                .start()
                .waitFor();

        assertThat(exit).isZero();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(rows(home)).extracting(Row::measuredAt).containsExactly(now));
    }

    @Test
    void theReferenceDeviceKeepsWhatItMeasuredUntilVigilHasIt(@TempDir Path folder) throws Exception {
        var home = VIGIL.moveIn("Rex", "Reference");
        var secret = Files.writeString(folder.resolve("secret"), home.secret());
        var store = folder.resolve("store");

        assertThat(device("tcp://127.0.0.1:1", home, secret, store, "--wait", "PT0.2S", "weight=82.4"))
                .isEqualTo("3: 1 still in the store\n");
        var sent = device(VIGIL.mqtt(), home, secret, store, "--format", "fhir", "blood-pressure=142/91/72");

        assertThat(sent).matches("0: accepted [0-9a-f-]{36}\naccepted [0-9a-f-]{36}\n");
        await().atMost(PATIENCE).until(() -> rows(home).size() == 2);
        assertThat(device(VIGIL.mqtt(), home, secret, store, "glucose=4000mg/dL"))
                .isEqualTo("1: rejected implausible: glucose must lie between 10 and 600 mg/dL.\n");
        try (var files = Files.list(store)) {
            assertThat(files)
                    .extracting(Path::getFileName)
                    .extracting(Path::toString)
                    .containsExactly("sequence");
        }
    }

    @Test
    void aDeviceTradesItsCodeAndIsDisconnectedAtOnceWhenItsSecretIsRevoked() throws Exception {
        var home = VIGIL.moveIn("Pia", "Provisioned");
        try (var nurse = VIGIL.api(Role.NURSE);
                var nobody = HttpClient.newHttpClient()) {
            var code = nurse.post("/api/devices/" + home.device() + "/code", Map.of())
                    .path("code")
                    .asText();
            var answer = nobody.send(
                    HttpRequest.newBuilder(URI.create(VIGIL.http() + "/api/provisioning"))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"code\":\"" + code + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            var secret =
                    new ObjectMapper().readTree(answer.body()).path("secret").asText();

            var options = new MqttConnectionOptions();
            options.setUserName(home.device().toString());
            options.setPassword(secret.getBytes(UTF_8));
            var client = new MqttClient(VIGIL.mqtt(), home.device().toString());
            client.connect(options).waitForCompletion();

            nurse.delete("/api/devices/" + home.device() + "/secret");

            await().atMost(PATIENCE).until(() -> !client.isConnected());
            var again = new MqttClient(VIGIL.mqtt(), home.device().toString());
            assertThatThrownBy(() -> again.connect(options).waitForCompletion()).isInstanceOf(MqttException.class);
            client.close(true);
            again.close(true);
        }
    }

    private static String device(String url, Home home, Path secret, Path store, String... more) {
        var out = new StringWriter();
        var arguments =
                new ArrayList<>(List.of("--url", url, "--id", home.device().toString()));
        arguments.addAll(List.of("--secret-file", secret.toString(), "--store", store.toString()));
        arguments.addAll(List.of(more));
        var exit = new CommandLine(new DeviceCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .execute(arguments.toArray(String[]::new));
        return exit + ": " + out.toString().replace(System.lineSeparator(), "\n");
    }
}
