package health.vigil.care.corrections;

import health.vigil.care.corrections.ShownReading.State;
import health.vigil.care.plans.Plans;
import health.vigil.care.readings.ReadingRow;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.schemas.Timing;
import health.vigil.schemas.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// A patient's latest readings, those in error included.
public final class RecentReadings {

    private static final int SHOWN = 30;

    private final Jdbi jdbi;
    private final Plans plans;

    public RecentReadings(Jdbi jdbi, Plans plans) {
        this.jdbi = jdbi;
        this.plans = plans;
    }

    /// Newest first.
    public List<ShownReading> of(UUID patient) {
        var plan = plans.inForce(patient);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select recent.*, device.label, mark.verdict, mark.reason, mark.marked_by,
                            exists (select from care.mark ended where ended.patient_id = recent.patient_id
                                and ended.reading_id = recent.reading_id) as ever_marked
                        from unnest(array['blood-pressure', 'glucose', 'weight']) kinds (of_kind)
                        cross join lateral (
                            select * from vitals.reading where patient_id = :patient and kind = of_kind
                            order by measured_at desc, reading_id desc limit :limit) recent
                        left join care.device using (device_id)
                        left join care.mark on mark.patient_id = recent.patient_id
                            and mark.reading_id = recent.reading_id and mark.unmarked_at is null
                        order by recent.measured_at desc, recent.reading_id desc limit :limit
                        """)
                .bind("patient", patient)
                .bind("limit", SHOWN)
                .map((row, _) -> shown(row, plan))
                .list());
    }

    private static ShownReading shown(ResultSet row, CarePlan plan) throws SQLException {
        var verdict = Optional.ofNullable(row.getString("verdict")).map(Verdict::valueOf);
        var note = verdict.isPresent() ? row.getString("reason") + " (" + row.getString("marked_by") + ")" : "";
        var device = Optional.ofNullable(row.getString("label")).orElse("unknown device");
        return ShownReading.of(ReadingRow.reading(row, Set.of()), timing(row), plan, device, state(row, verdict), note);
    }

    /// What a person should know of how the measured time came about.
    private static String timing(ResultSet row) throws SQLException {
        return switch (Timing.valueOf(row.getString("timing"))) {
            case AS_SAID, LOCAL -> "";
            case LOCAL_TWICE -> "the clocks were put back: the first of two such hours";
            case LOCAL_SKIPPED -> "the clocks were put forward: there was no such hour";
            case DAY -> "only the day is known";
            case CORRECTED -> "put right: the device's clock said " + row.getString("said_time");
            case ON_RECEIPT -> "when it was received: the device said no time";
            case DOUBTED -> "the device itself doubts its clock";
        };
    }

    /// A mark shows at once, although the row itself follows only when the stream has seen it.
    private static State state(ResultSet row, Optional<Verdict> verdict) throws SQLException {
        if (verdict.isPresent()) {
            return verdict.get() == Verdict.CONFIRMED ? State.CONFIRMED : State.IN_ERROR;
        }
        if (row.getString("status").equals("FINAL")) {
            return State.FINAL;
        }
        return row.getBoolean("ever_marked") ? State.RESTORED : State.REASSIGNED;
    }
}
