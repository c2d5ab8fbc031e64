package health.vigil.alerts.erasure;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes out of alerts and questions what people wrote about patients whom the care API has erased: the one change to
/// what is otherwise only added to. That something was written, by whom and when, stays.
public final class ErasedPatients implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ErasedPatients.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("erased-patients").daemon().factory());

    public ErasedPatients(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public ErasedPatients start() {
        var _ = timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /// The database may be away, and what was not forgotten yet is forgotten later. A fault must not end the timer.
    private void look() {
        try {
            forgetAll();
        } catch (RuntimeException failure) {
            LOG.atWarn().setCause(failure).log("erased patients were not forgotten yet, trying again");
        }
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

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
