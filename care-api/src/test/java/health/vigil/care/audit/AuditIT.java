package health.vigil.care.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.kit.audit.Audit;
import health.vigil.kit.audit.AuditFailedException;
import health.vigil.kit.audit.Entry;
import health.vigil.kit.audit.Event;
import health.vigil.kit.audit.Verification;
import health.vigil.parts.TestStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The trail in a real database.
class AuditIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    private static Event event(String who, UUID... patients) {
        return new Event(who, "NURSE", "127.0.0.1", "GET /patients/{patient}", "", 200, List.of(patients));
    }

    private static Verification verified() {
        var verification = new Verification();
        new AuditEntries(JDBI)
                        .find(new AuditFilter(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                100_000))
                        .reversed()
                        .stream()
                        .sorted(Comparator.comparingLong(AuditEntry::number))
                        .map(AuditIT::entry)
                        .forEach(verification::accept);
        return verification;
    }

    private static Entry entry(AuditEntry shown) {
        return new Entry(
                shown.number(),
                shown.at(),
                new Event(
                        shown.who(),
                        shown.part(),
                        shown.address(),
                        shown.action(),
                        shown.subject(),
                        shown.status(),
                        shown.patients()),
                shown.hash());
    }

    @Test
    void manyAtOnceFromTwoInstancesMakeOneWholeTrail() throws Exception {
        var before = verified().number();
        try (var one = new Audit(JDBI, "care", Clock.systemUTC()).start();
                var other = new Audit(JDBI, "care", Clock.systemUTC()).start();
                var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (var number = 0; number < 400; number++) {
                var audit = number % 2 == 0 ? one : other;
                var who = "nurse-" + number;
                done.add(requests.submit(() -> audit.record(event(who, UUID.randomUUID()))));
            }
            for (var each : done) {
                each.get();
            }
        }

        var verification = verified();

        assertThat(verification.fault()).isEmpty();
        assertThat(verification.number()).isEqualTo(before + 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update care.audit_entry set who = 'nobody'",
                "delete from care.audit_entry",
                "truncate care.audit_entry"
            })
    void theDatabaseRefusesToChangeIt(String change) throws Exception {
        try (var audit = new Audit(JDBI, "care", Clock.systemUTC()).start()) {
            audit.record(event("nora"));
        }

        assertThatThrownBy(() -> JDBI.useHandle(handle -> handle.execute(change)))
                .hasMessageContaining("the audit trail is only added to");
    }

    @Test
    void whatCannotBeWrittenIsRefused() throws Exception {
        try (var audit = new Audit(JDBI, "nowhere", Clock.systemUTC()).start()) {
            assertThatThrownBy(() -> audit.record(event("nora"))).isInstanceOf(AuditFailedException.class);
        }
    }

    @Test
    void afterTheEndNothingIsTaken() throws Exception {
        var audit = new Audit(JDBI, "care", Clock.systemUTC()).start();
        audit.close();

        assertThatThrownBy(() -> audit.record(event("nora"))).isInstanceOf(AuditFailedException.class);
    }

    @Test
    void findsWhoLookedAtAPatient() throws Exception {
        var erika = UUID.randomUUID();
        try (var audit = new Audit(JDBI, "care", Clock.systemUTC()).start()) {
            audit.record(event("nora", erika, UUID.randomUUID()));
            audit.record(event("else", UUID.randomUUID()));
        }

        assertThat(new AuditEntries(JDBI).find(AuditFilter.of(erika, 10)))
                .extracting(AuditEntry::who)
                .containsExactly("nora");
    }
}
