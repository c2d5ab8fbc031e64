package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.InvalidSettingException;
import health.vigil.local.RunningVigil.Home;
import health.vigil.local.client.VigilApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/// A whole day in the life of a patient, with all that can go wrong, leaves no name, no value, no word that somebody
/// wrote and no secret in the log, nor in the metrics.
class QuietLogsIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GIVEN = "Zephyrine";
    private static final String FAMILY = "Quisenberry";

    /// What nobody but this test says.
    private static final List<String> SAID =
            List.of("xylophone lessons", "fell off the zeppelin", "yodelling since noon");

    private static final class Listening extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            var line = new StringBuilder(event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                event.getKeyValuePairs().forEach(pair -> line.append(' ').append(pair));
            }
            for (IThrowableProxy failure = event.getThrowableProxy(); failure != null; failure = failure.getCause()) {
                line.append(' ').append(failure.getMessage());
            }
            lines.add(line.toString());
        }
    }

    @Test
    void aWholeDayLeavesNothingOfAPatientInLogsAndMetrics() throws Exception {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var ours = (Logger) LoggerFactory.getLogger("health.vigil");
        var listening = new Listening();
        var level = root.getLevel();
        root.setLevel(Level.INFO);
        ours.setLevel(Level.DEBUG);
        listening.setContext(root.getLoggerContext());
        listening.start();
        root.addAppender(listening);
        Home home;
        String metrics;
        try (var admin = VIGIL.api(Role.ADMIN);
                var nurse = VIGIL.api(Role.NURSE);
                var clinician = VIGIL.api(Role.CLINICIAN)) {
            home = VIGIL.moveIn(GIVEN, FAMILY);
            measure(home);
            care(home, nurse, clinician, admin);
            metrics = nurse.text("/metrics");
        } finally {
            root.detachAppender(listening);
            root.setLevel(level);
            ours.setLevel(null);
        }

        var forbidden = new ArrayList<>(SAID);
        forbidden.addAll(List.of(
                GIVEN,
                FAMILY,
                home.patient().phone(),
                "187/113",
                "187.3",
                "231.7",
                "41 mg/dL",
                home.secret(),
                RunningVigil.PASSWORD));
        assertThat(listening.lines).isNotEmpty();
        for (var text : forbidden) {
            assertThat(listening.lines.stream()
                            .filter(line -> line.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                            .collect(Collectors.joining("\n")))
                    .as("'%s' in the log", text)
                    .isEmpty();
            assertThat(metrics).doesNotContain(text);
        }
        assertThat(metrics)
                .doesNotContain(home.patient().patientId().toString())
                .doesNotContain(home.device().toString());
    }

    @Test
    void noTableSaysWhoAPatientIs() throws Exception {
        var home = VIGIL.moveIn("Quentin", "Vandermolen");
        try (var nurse = VIGIL.api(Role.NURSE);
                var clinician = VIGIL.api(Role.CLINICIAN);
                var device = VIGIL.connect(home);
                var database = VIGIL.database()) {
            device.publish("{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":41,\"unit\":\"mg/dL\"}"
                    .formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
            await().atMost(PATIENCE).until(() -> !nurse.get(
                            "/api/alerts?patient=" + home.patient().patientId())
                    .path("alerts")
                    .isEmpty());
            nurse.search("/api/patients/search", "q", "Vandermolen");
            clinician.post(
                    "/api/break-glass",
                    Map.of("givenName", "Quentin", "familyName", "Vandermolen", "reason", "found on the floor"));

            var tables = database.jdbi()
                    .withHandle(handle ->
                            handle.createQuery("""
                            select format('%I.%I', schemaname, tablename) from pg_tables
                            where schemaname in ('care', 'alerts', 'vitals')
                            """).mapTo(String.class).list());
            assertThat(tables).contains("care.patient", "alerts.message", "vitals.reading", "care.audit_entry");
            for (var table : tables) {
                long rows = database.jdbi().withHandle(handle -> handle.createQuery("""
                                select count(*) from %s row, unnest(array['Vandermolen', 'Quentin']) name
                                where row::text ilike '%%' || name || '%%'
                                    or row::text like '%%' || encode(name::bytea, 'hex') || '%%'
                                """.formatted(table))
                        .mapTo(Long.class)
                        .one());
                assertThat(rows).as(table).isZero();
            }
        }
    }

    private static void measure(Home home) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var device = VIGIL.connect(home)) {
            device.publish(
                    "{\"type\":\"blood-pressure\",\"measuredAt\":\"%s\",\"systolic\":187,\"diastolic\":113,\"pulse\":71,\"unit\":\"mm[Hg]\"}"
                            .formatted(now));
            device.publish(
                    "{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":41,\"unit\":\"mg/dL\"}".formatted(now));
            device.publish(
                    "{\"type\":\"weight\",\"measuredAt\":\"%s\",\"value\":187.3,\"unit\":\"kg\"}".formatted(now));
            // What is no reading.
            device.publish(
                    "{\"type\":\"weight\",\"measuredAt\":\"%s\",\"value\":2317.9,\"unit\":\"kg\"}".formatted(now));
            device.publish("{\"type\":\"weight\",\"patient\":\"" + GIVEN + " " + FAMILY + "\",\"value\":231.7");
            device.publish("{\"type\":\"weight\",\"measuredAt\":\"" + FAMILY + "\",\"value\":187.3,\"unit\":\"kg\"}");
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
    }

    private static void care(Home home, VigilApi nurse, VigilApi clinician, VigilApi admin)
            throws IOException, InterruptedException {
        var patient = home.patient().patientId();
        var alert = await().atMost(PATIENCE)
                .until(() -> nurse.get("/api/alerts?patient=" + patient).path("alerts"), alerts -> !alerts.isEmpty())
                .path(0)
                .path("alertId")
                .asText();
        nurse.post("/api/alerts/" + alert + "/note", Map.of("note", SAID.getFirst()));
        nurse.post("/api/alerts/" + alert + "/resolve", Map.of("outcome", "called", "note", SAID.get(1)));
        nurse.search("/api/patients/search", "q", FAMILY);
        nurse.text("/patients/" + patient);
        nurse.text("/api/exports/readings.csv?patient=" + patient);
        clinician.get("/fhir/Observation?patient=" + patient);
        refused(() ->
                clinician.post("/api/patients/" + patient + "/plan", Map.of("basedOn", 1, "reason", SAID.get(2))));
        clinician.post("/api/break-glass", Map.of("givenName", GIVEN, "familyName", FAMILY, "reason", SAID.get(2)));
        refused(() -> clinician.get("/api/patients/" + UUID.randomUUID()));
        refused(() -> clinician.get("/api/patients/" + patient + "/trend?metric=" + FAMILY));
        admin.get("/api/rejected");
        admin.get("/api/audit?patient=" + patient);
        refused(() -> new VigilApi(VIGIL.http(), FAMILY, SAID.getFirst()).close());
    }

    private interface Attempt {
        void run() throws IOException, InterruptedException;
    }

    private static void refused(Attempt attempt) throws InterruptedException {
        try {
            attempt.run();
        } catch (IOException | InvalidSettingException refusal) {
            assertThat(refusal).isNotNull();
            return;
        }
        throw new AssertionError("was not refused");
    }
}
