package health.vigil.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.ServiceRoles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each service's role may do in the database. That it is enough, the services themselves show ([ServicesIT]).
class RolesIT {

    private static final String DENIED = "42501";

    @TempDir
    private static Path folder = Path.of("");

    private static @Nullable EmbeddedDatabase server;

    @BeforeAll
    static void start() throws Exception {
        var started = new EmbeddedDatabase(folder, 0);
        server = started;
        ServiceRoles.make(started);
        // In any order: each says on its own what others may read.
        migrate(ServiceRoles.ALERTS, "alerts");
        migrate(ServiceRoles.CARE, "care");
        migrate(ServiceRoles.STREAM, "vitals");
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static Database open(String role) {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        var settings =
                new DatabaseSettings(server.url(), role, server.passwordFile().toString(), 4, Duration.ofSeconds(5));
        return Database.open(settings, "test", new Telemetry(new Metrics(), new Health()));
    }

    private static void migrate(String role, String schema) {
        try (var database = open(role)) {
            database.migrate(schema);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vigil_care   | select * from vitals.reading",
                "vigil_care   | select alert_id, s.note from alerts.alert join alerts.step s using (alert_id)",
                "vigil_care   | select * from alerts.patient_team",
                "vigil_alerts | select * from vitals.reading",
                "vigil_alerts | select identity from care.patient",
                "vigil_alerts | select username, display_name, role, closed_at from care.account",
                "vigil_alerts | select * from care.session",
                "vigil_stream | select * from vitals.device_status",
            })
    void aServiceReadsWhatItNeeds(String role, String sql) {
        try (var database = open(role)) {
            List<?> rows = database.jdbi()
                    .withHandle(handle -> handle.createQuery(sql).mapToMap().list());

            assertThat(rows).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vigil_alerts | select password_hash from care.account",
                "vigil_alerts | select * from care.second_factor",
                "vigil_alerts | select secret_hash from care.device",
                "vigil_alerts | select * from care.audit_entry",
                "vigil_alerts | select * from vitals.rejected",
                "vigil_alerts | delete from care.patient",
                "vigil_alerts | delete from care.session",
                "vigil_alerts | delete from vitals.reading",
                "vigil_care   | select * from alerts.contact",
                "vigil_care   | select * from alerts.message",
                "vigil_care   | update alerts.alert set note = note",
                "vigil_care   | delete from vitals.reading",
                "vigil_care   | create schema more",
                "vigil_care   | create table public.more (one integer)",
                "vigil_alerts | create temporary table more (one integer)",
                "vigil_stream | select * from care.patient",
                "vigil_stream | select * from alerts.alert",
                "vigil_stream | create role more",
            })
    void aServiceDoesNothingElse(String role, String sql) {
        try (var database = open(role)) {
            assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(sql)))
                    .rootCause()
                    .hasFieldOrPropertyWithValue("SQLState", DENIED);
        }
    }

    @Test
    void nobodyElseConnects() throws Exception {
        try (var superuser = open(EmbeddedDatabase.user())) {
            List<Boolean> open = superuser.jdbi().withHandle(handle -> handle.createQuery("""
                            select has_database_privilege('public', current_database(), privilege)
                            from unnest(array['connect', 'create', 'temporary']) privilege
                            union all
                            select has_schema_privilege('public', name, 'usage')
                            from unnest(array['vitals', 'alerts', 'care']) name
                            """)
                    .mapTo(Boolean.class)
                    .list());

            assertThat(open).hasSize(6).containsOnly(false);
        }
    }
}
