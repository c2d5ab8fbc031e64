package health.vigil.alerts.erasure;

import health.vigil.kit.run.Recurring;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Takes out of alerts and questions what people wrote about patients whom the care API has erased: the one change to
/// what is otherwise only added to. That something was written, by whom and when, stays.
public final class ErasedPatients {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final Clock clock;

    public ErasedPatients(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public Recurring start() {
        return Recurring.start("erased-patients", EVERY, this::forgetAll);
    }

    /// Forgets those who were erased since.
    void forgetAll() {
        jdbi.useTransaction(
                handle -> handle.createQuery("""
                        select patient_id from care.erasure e
                        where not exists (select from alerts.erased done where done.patient_id = e.patient_id)
                        """).mapTo(UUID.class).list().forEach(patient -> forget(handle, patient)));
    }

    private void forget(Handle handle, UUID patient) {
        handle.execute(
                "insert into alerts.erased (patient_id, at) values (?, ?) on conflict do nothing",
                patient,
                clock.instant());
        handle.execute("update alerts.alert set note = '' where patient_id = ?", patient);
        handle.execute("""
                update alerts.step set note = ''
                where alert_id in (select alert_id from alerts.alert where patient_id = ?)
                """, patient);
        handle.execute("""
                update alerts.question set question = '', answer = case when answered_at is not null then '' end
                where patient_id = ?
                """, patient);
    }
}
