package health.vigil.alerts.answers;

import static health.vigil.alerts.samples.Episodes.id;
import static health.vigil.alerts.samples.Episodes.raised;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.delivery.ChannelSettings;
import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.worklist.Actions;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.http.WebServer;
import health.vigil.parts.TestStore;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers from a telephone, signed as the provider signs them.
class TelephoneRoutesIT {

    private static final String TOKEN = "token-of-the-account";
    private static final String OUTSIDE = "https://vigil.test";

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "alerts");

    @TempDir
    private static Path folder = Path.of("");

    private final Clock clock = Clock.systemUTC();

    @BeforeEach
    void anSmsIsOut() {
        DATABASE.empty("alerts.alert, alerts.contact, alerts.message");
        new ToldEpisodes(DATABASE, clock).tell(raised("low"));
        DATABASE.database().jdbi().useHandle(handle -> {
            handle.execute("""
                    insert into alerts.contact values
                        ('00000000-0000-0000-0000-00000000000a', 'nora', 'sms', '+4930123456', '', 'ROUTINE', now())
                    """);
            handle.execute("""
                    insert into alerts.message (message_id, contact_id, username, channel, kind, code, state, created_at)
                    values ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-00000000000a', 'nora',
                        'sms', 'urgent', '123456', 'sent', now())
                    """);
            handle.execute(
                    "insert into alerts.notice values (?, 1, 0, '00000000-0000-0000-0000-00000000000a',"
                            + " '00000000-0000-0000-0000-00000000000b', now())",
                    id("low"));
        });
    }

    private HttpResponse<String> post(String path, Map<String, String> form, String token) throws Exception {
        var settings = new ChannelSettings.Telephone(
                "", "AC1", Files.writeString(folder.resolve("token"), TOKEN).toString(), "", OUTSIDE, true, false);
        var jdbi = DATABASE.database().jdbi();
        var routes = new TelephoneRoutes(jdbi, new Actions(jdbi, clock), settings);
        try (var server = new WebServer(
                                new HttpSettings("127.0.0.1", 0),
                                _ -> Optional.empty(),
                                _ -> Optional.empty(),
                                _ -> {},
                                List.of(routes))
                        .start();
                var client = HttpClient.newHttpClient()) {
            var body = form.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                    .collect(Collectors.joining("&"));
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .header("content-type", "application/x-www-form-urlencoded")
                            .header("X-Twilio-Signature", signature(path, form, token))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String signature(String path, Map<String, String> form, String token) throws Exception {
        var text = new StringBuilder(OUTSIDE + path);
        new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(token.getBytes(UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.toString().getBytes(UTF_8)));
    }

    private static String state() {
        return DATABASE.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select state || ' ' || coalesce(acknowledged_by, 'nobody') from alerts.alert")
                .mapTo(String.class)
                .one());
    }

    @Test
    void anAnswerWithTheCodeAcknowledgesForThePersonOfThatNumber() throws Exception {
        var answer = post("/api/telephone/sms", Map.of("From", "+4930123456", "Body", " ack 123456 "), TOKEN);

        assertThat(answer.body()).contains("Acknowledged.");
        assertThat(state()).isEqualTo("acknowledged nora");
    }

    @Test
    void aKeyInACallAcknowledges() throws Exception {
        var answer = post("/api/telephone/key/00000000-0000-0000-0000-00000000000b", Map.of("Digits", "1"), TOKEN);

        assertThat(answer.body()).contains("Acknowledged.");
        assertThat(state()).isEqualTo("acknowledged nora");
    }

    @Test
    void aCodeFromAnotherNumberAcknowledgesNothing() throws Exception {
        var answer = post("/api/telephone/sms", Map.of("From", "+4930999999", "Body", "ACK 123456"), TOKEN);

        assertThat(answer.body()).contains("Nothing waits under this code.");
        assertThat(state()).isEqualTo("raised nobody");
    }

    @Test
    void anotherTextIsAnsweredWithWhatToDo() throws Exception {
        var answer = post("/api/telephone/sms", Map.of("From", "+4930123456", "Body", "ok"), TOKEN);

        assertThat(answer.body()).contains("answer ACK and the six digits");
        assertThat(state()).isEqualTo("raised nobody");
    }

    @Test
    void aRequestThatTheProviderDidNotSignIsRefused() throws Exception {
        var answer = post("/api/telephone/sms", Map.of("From", "+4930123456", "Body", "ACK 123456"), "another token");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(state()).isEqualTo("raised nobody");
    }
}
