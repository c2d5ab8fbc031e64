package health.vigil.care.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.CareServer;
import health.vigil.care.samples.Outboxes;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.http.Assets;
import health.vigil.kit.sight.Reach;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.TestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Breaking the glass for a patient of a team of others.
class BreakGlassIT {

    private static final Instant NOW = Instant.parse("2026-11-26T14:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final UUID OTHERS = new UUID(7, 7);
    private static final UUID FRIEDA = new UUID(1, 1);

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care", "alerts");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Patients PATIENTS = new Patients(JDBI, new Plans(JDBI, OUTBOX.outbox(), CLOCK), CLOCK);

    @AutoClose
    private static final CareServer SERVER = new CareServer(
            new BreakGlassRoutes(new BreakGlass(PATIENTS, JDBI, CLOCK), new Sight(JDBI, CLOCK), new Assets()));

    @BeforeEach
    void begin() {
        DATABASE.empty("care.patient, care.outbox, alerts.patient_team, alerts.team_person");
        register(FRIEDA, LocalDate.of(1951, 3, 14));
        JDBI.useHandle(handle ->
                handle.execute("insert into alerts.team_person values (?, 'NURSE', 'somebody-else')", OTHERS));
    }

    private static void register(UUID id, @Nullable LocalDate born) {
        PATIENTS.put(new Patient(id, "Fremdling", "Frieda", born, "Europe/Berlin", ""), "admin");
        JDBI.useHandle(handle -> handle.execute("insert into alerts.patient_team values (?, ?, '')", id, OTHERS));
    }

    private static Reach reach(String nurse, Instant when) {
        return new Sight(JDBI, Clock.fixed(when, ZoneOffset.UTC))
                .of(new SignedIn(nurse, nurse, Role.NURSE, "", Instant.MAX));
    }

    private static boolean sees(String nurse, Instant when) {
        return reach(nurse, when).covers(FRIEDA, OTHERS);
    }

    private static int broken(String body) {
        return SERVER.change("nurse-1", "POST", "/api/break-glass", body.replace('\'', '"'))
                .statusCode();
    }

    @Test
    void opensThatPatientToThatPersonForSomeHours() {
        assertThat(sees("nurse-1", NOW)).isFalse();
        assertThat(sees("somebody-else", NOW)).isTrue();

        var status = broken("{'givenName':'FRIEDA','familyName':'fremdling','reason':'found on the floor'}");

        assertThat(status).isEqualTo(201);
        assertThat(sees("nurse-1", NOW)).isTrue();
        assertThat(sees("nurse-2", NOW)).isFalse();
        assertThat(sees("nurse-1", NOW.plus(BreakGlass.OPEN_FOR))).isFalse();
        assertThat(sees("nurse-1", NOW.plus(BreakGlass.OPEN_FOR).minusSeconds(1)))
                .isTrue();
        assertThat(reach("nurse-1", NOW).patients()).containsExactly(FRIEDA);
    }

    /// Nobody looks around: a part of a name finds nobody.
    @ParameterizedTest
    @CsvSource({
        "Frieda, Fremd, , found on the floor, 404",
        "Fr%, %, , found on the floor, 404",
        "Frieda, Fremdling, 1951-03-15, found on the floor, 404",
        "Frieda, Fremdling, 14.3.1951, found on the floor, 400",
        "Frieda, Fremdling, , because, 400",
        "Frieda, Fremdling, , , 400",
        ", Fremdling, , found on the floor, 400"
    })
    void refusesWhatNamesNobodyExactlyOrGivesNoReason(
            @Nullable String given, String family, @Nullable String born, @Nullable String reason, int status) {
        var body = new StringBuilder("{'familyName':'" + family + "'");
        append(body, "givenName", given);
        append(body, "birthDate", born);
        append(body, "reason", reason);

        assertThat(broken(body + "}")).isEqualTo(status);
        assertThat(sees("nurse-1", NOW)).isFalse();
    }

    private static void append(StringBuilder body, String field, @Nullable String value) {
        if (value != null) {
            body.append(",'").append(field).append("':'").append(value).append("'");
        }
    }

    @Test
    void asksForTheDayOfBirthWhereThereAreSeveral() {
        register(new UUID(1, 2), LocalDate.of(1980, 1, 1));

        assertThat(broken("{'givenName':'Frieda','familyName':'Fremdling','reason':'found on the floor'}"))
                .isEqualTo(409);
        assertThat(
                        broken(
                                "{'givenName':'Frieda','familyName':'Fremdling','birthDate':'1980-01-01','reason':'found on the floor'}"))
                .isEqualTo(201);
        assertThat(sees("nurse-1", NOW)).isFalse();
    }

    @Test
    void isLookedAtBySomebodyElseOnce() {
        var id = new BreakGlass(PATIENTS, JDBI, CLOCK)
                .open("admin-1", FRIEDA, "found on the floor")
                .breakId();
        var review = "/api/break-glass/" + id + "/review";
        var body = "{\"review\":\"it was right\"}";

        assertThat(SERVER.change("admin-1", "POST", review, body).statusCode()).isEqualTo(409);
        assertThat(SERVER.change("admin-2", "POST", review, body).statusCode()).isEqualTo(200);
        assertThat(SERVER.change("admin-3", "POST", review, body).statusCode()).isEqualTo(409);
        assertThat(new BreakGlass(PATIENTS, JDBI, CLOCK).unreviewed()).isZero();
        assertThat(Duration.between(
                        NOW,
                        new BreakGlass(PATIENTS, JDBI, CLOCK)
                                .find(id)
                                .orElseThrow()
                                .untilAt()))
                .isEqualTo(BreakGlass.OPEN_FOR);
    }
}
