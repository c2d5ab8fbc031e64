package health.vigil.care.erasure;

import health.vigil.kit.audit.AuditTrail;
import health.vigil.kit.audit.Event;
import health.vigil.kit.run.Recurring;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Erases patients of whom nothing was heard for as long as an operator wants to know them (GDPR, Art. 5(1)(e)), each
/// with an entry in the audit trail.
///
/// Something is heard of a patient who has a device, or an alert that is not closed; and by each measured day, alert,
/// plan, correction and minute of care.
public final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int AT_A_TIME = 1000;
    private static final String BY = "retention";

    private final Erasure erasure;
    private final Jdbi jdbi;
    private final AuditTrail audit;
    private final Period keep;
    private final Clock clock;

    /// @param keep since something was last heard
    public Retention(Erasure erasure, Jdbi jdbi, AuditTrail audit, Period keep, Clock clock) {
        this.erasure = erasure;
        this.jdbi = jdbi;
        this.audit = audit;
        this.keep = keep;
        this.clock = clock;
    }

    /// Looks now, and every hour.
    public Recurring start() {
        return Recurring.start("retention", EVERY, this::eraseDue);
    }

    /// Erases those who are due.
    void eraseDue() {
        if (!everythingIsThere()) {
            LOG.warn(
                    "retention is not applied yet: readings or alerts have no tables, so nobody knows who is looked after");
            return;
        }
        for (var patient : due()) {
            audit.record(new Event(BY, "setting", "", "retention.patients", keep.toString(), 200, List.of(patient)));
            if (erasure.erase(patient, "nothing was heard for " + keep, BY)) {
                LOG.atWarn().addKeyValue("patient", patient).log("a patient was erased by the retention that is set");
            }
        }
    }

    private boolean everythingIsThere() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select to_regclass('vitals.day_summary') is not null and to_regclass('alerts.alert') is not null
                        """).mapTo(Boolean.class).one());
    }

    private List<UUID> due() {
        var until = clock.instant().atOffset(ZoneOffset.UTC).minus(keep);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select patient_id from care.patient p
                        where created_at < :until
                        and not exists (select from care.erasure e where e.patient_id = p.patient_id)
                        and not exists (select from care.assignment a
                            where a.patient_id = p.patient_id and (until_at is null or until_at >= :until))
                        and not exists (select from care.plan v
                            where v.patient_id = p.patient_id and created_at >= :until)
                        and not exists (select from care.mark m
                            where m.patient_id = p.patient_id and greatest(marked_at, unmarked_at) >= :until)
                        and not exists (select from care.time_entry t
                            where t.patient_id = p.patient_id and greatest(logged_at, withdrawn_at) >= :until)
                        and not exists (select from vitals.day_summary d
                            where d.patient_id = p.patient_id and day >= :day)
                        and not exists (select from alerts.alert l
                            where l.patient_id = p.patient_id and (raised_at >= :until
                                or state not in ('resolved', 'superseded', 'withdrawn')))
                        order by created_at, patient_id limit :most
                        """)
                .bind("until", until)
                .bind("day", until.toLocalDate())
                .bind("most", AT_A_TIME)
                .mapTo(UUID.class)
                .list());
    }
}
