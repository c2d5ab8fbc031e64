package health.vigil.alerts.intake;

import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import health.vigil.alerts.lifecycle.EpisodeChange;
import health.vigil.alerts.routing.Course;
import health.vigil.alerts.routing.Urgency;
import health.vigil.alerts.store.Courses;
import health.vigil.alerts.store.Steps;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.kit.database.Database;
import health.vigil.kit.kafka.BatchConsumer;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.AlertSeverity;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jdbi.v3.core.Handle;

/// Keeps one alert for each episode, as its latest event tells it. An event that came before, or is older than what
/// is known, changes nothing.
public final class EpisodeIntake {

    private static final String GROUP = "vigil-alerts";
    private static final int MOST_RECORDS = 500;

    private final Database database;
    private final Wire wire;
    private final Clock clock;
    private final Counter raised;
    private final Timer receiptToWorklist;

    EpisodeIntake(Database database, Wire wire, Clock clock, Telemetry telemetry) {
        this.database = database;
        this.wire = wire;
        this.clock = clock;
        this.raised = Counter.builder("vigil.alerts.raised")
                .description("Alerts that were raised")
                .register(telemetry.meters());
        this.receiptToWorklist = Timer.builder("vigil.alerts.receipt.to.worklist")
                .description("From the receipt of a reading to its alert on the worklist; late ones left out")
                .publishPercentileHistogram()
                .register(telemetry.meters());
    }

    public static void start(
            KafkaSettings kafka, Wire wire, Database database, Clock clock, Telemetry telemetry, Lifecycle lifecycle) {
        var intake = new EpisodeIntake(database, wire, clock, telemetry);
        var consumer =
                new BatchConsumer(kafka, GROUP, List.of(Topics.ALERTS), MOST_RECORDS, telemetry.meters(), intake::take);
        telemetry.health().readiness("alerts", consumer::problem);
        lifecycle.started("alert-intake", consumer.start());
        telemetry.health().liveness("alert-thread", consumer::failure);
    }

    void take(ConsumerRecords<byte[], byte[]> records) {
        var deserializer = wire.deserializer(Topics.ALERTS);
        database.jdbi().useTransaction(handle -> {
            for (var record : records) {
                apply(handle, deserializer.deserialize(record.topic(), record.value()));
            }
            AlertChanges.announce(handle);
        });
    }

    /// What is known of an alert before an event.
    private record Known(long revision, String severity, boolean unconfirmed, int readings, Course course) {}

    void apply(Handle handle, EpisodeEvent event) {
        var known = known(handle, event.getEpisodeId());
        if (known.filter(alert -> alert.revision() >= event.getRevision()).isPresent()) {
            return;
        }
        var now = clock.instant();
        var urgency = Urgency.of(event.getSeverity().name(), event.getLate());
        var before = known.map(Known::course).orElseGet(() -> Course.raised(urgency, now));
        var after = after(known, before, event, urgency, now);
        var _ = write(handle, "alerts", event, after.state(), now);
        Courses.save(handle, event.getEpisodeId(), after);
        if (known.isEmpty()) {
            raised.increment();
            if (!event.getLate()) {
                receiptToWorklist.record(Duration.between(event.getLatest().getReceivedAt(), now));
            }
            Steps.add(handle, event.getEpisodeId(), now, "raised", AlertState.VIGIL, "");
        }
        tell(handle, event, before, after, now);
        if (isKnownToSomebody(before.state()) && event.getSuccessorId() != null) {
            inherit(handle, event, event.getSuccessorId(), now);
        }
    }

    private static Course after(
            Optional<Known> known, Course before, EpisodeEvent event, Urgency urgency, Instant now) {
        var change = change(event);
        var isWorse = change == EpisodeChange.LASTS
                && known.filter(alert -> isWorse(alert, event)).isPresent();
        var after = before.after(isWorse ? EpisodeChange.WORSE : change, urgency, now);
        var isRepeat =
                known.filter(alert -> event.getReadings() > alert.readings()).isPresent();
        return isRepeat ? after.came(WaitsFor.REPEAT) : after;
    }

    /// More severe, or confirmed by the repeat that was asked for.
    private static boolean isWorse(Known known, EpisodeEvent event) {
        var severities = severities();
        return severities.indexOf(event.getSeverity().name()) > severities.indexOf(known.severity())
                || (known.unconfirmed() && !event.getUnconfirmed());
    }

    private static void tell(Handle handle, EpisodeEvent event, Course before, Course after, Instant now) {
        var step = after.round() > before.round()
                ? "raised-again"
                : before.state().until() != null && after.state().equals(new AlertState.Acknowledged(null))
                        ? "repeat-came"
                        : after.state().code();
        if (after.round() > before.round() || !after.state().equals(before.state())) {
            var why = Optional.ofNullable(event.getGoneBecause()).orElse("");
            Steps.add(handle, event.getEpisodeId(), now, step, AlertState.VIGIL, why);
        }
    }

    /// Taken on by a human; also when the value was back after that.
    private static boolean isKnownToSomebody(AlertState state) {
        return state instanceof AlertState.Acknowledged || state.equals(new AlertState.Resolved(AlertState.VIGIL));
    }

    private static EpisodeChange change(EpisodeEvent event) {
        return switch (event.getChange()) {
            case SUPERSEDED -> EpisodeChange.SUPERSEDED;
            case WITHDRAWN -> EpisodeChange.WITHDRAWN;
            case RAISED, UPDATED, CLEARED -> event.getClearedAt() == null ? EpisodeChange.LASTS : EpisodeChange.OVER;
        };
    }

    private static Optional<Known> known(Handle handle, UUID alert) {
        return Courses.lock(handle, alert).flatMap(course -> handle.createQuery(
                        "select revision, severity, unconfirmed, readings from alerts.alert where alert_id = :id")
                .bind("id", alert)
                .map((row, _) -> new Known(row.getLong(1), row.getString(2), row.getBoolean(3), row.getInt(4), course))
                .findOne());
    }

    /// Writes the row of an alert, unless it knows as much already.
    ///
    /// @param schema where the table is
    /// @return whether it did
    static boolean write(Handle handle, String schema, EpisodeEvent event, AlertState state, Instant now) {
        var written = handle.createUpdate("""
                        insert into alerts.alert (alert_id, patient_id, rule_id, severity, kind, reason, first_at,
                            first_received, first_text, worst_at, worst_text, latest_at, latest_received, latest_text,
                            readings, late, clock_suspect, cleared_at, revision, state, resolved_by, successor_id,
                            raised_at, plan_version, unconfirmed, gone_because, explanation)
                        values (:id, :patient, :rule, :severity, :kind, :reason, :firstAt, :firstReceived, :firstText,
                            :worstAt, :worstText, :latestAt, :latestReceived, :latestText, :readings, :late, :suspect,
                            :clearedAt, :revision, :state, :resolvedBy, :successor, :now, :planVersion, :unconfirmed,
                            :goneBecause, :explanation)
                        on conflict (alert_id) do update set
                            severity = excluded.severity, reason = excluded.reason, worst_at = excluded.worst_at,
                            worst_text = excluded.worst_text, latest_at = excluded.latest_at,
                            latest_received = excluded.latest_received, latest_text = excluded.latest_text,
                            readings = excluded.readings, late = excluded.late, cleared_at = excluded.cleared_at,
                            revision = excluded.revision, state = excluded.state, resolved_by = excluded.resolved_by,
                            successor_id = excluded.successor_id, plan_version = excluded.plan_version,
                            unconfirmed = excluded.unconfirmed, gone_because = excluded.gone_because,
                            explanation = coalesce(excluded.explanation, alert.explanation)
                        where alert.revision < excluded.revision
                        """.replace("into alerts.", "into " + schema + "."))
                .bind("id", event.getEpisodeId())
                .bind("patient", event.getPatientId())
                .bind("rule", event.getRuleId())
                .bind("severity", event.getSeverity().name())
                .bind("kind", ReadingKind.valueOf(event.getKind().name()).code())
                .bind("reason", event.getReason())
                .bind("firstAt", event.getFirst().getMeasuredAt())
                .bind("firstReceived", event.getFirst().getReceivedAt())
                .bind("firstText", event.getFirst().getText())
                .bind("worstAt", event.getWorst().getMeasuredAt())
                .bind("worstText", event.getWorst().getText())
                .bind("latestAt", event.getLatest().getMeasuredAt())
                .bind("latestReceived", event.getLatest().getReceivedAt())
                .bind("latestText", event.getLatest().getText())
                .bind("readings", event.getReadings())
                .bind("late", event.getLate())
                .bind("suspect", event.getClockSuspect())
                .bind("clearedAt", event.getClearedAt())
                .bind("revision", event.getRevision())
                .bind("state", state.code())
                .bind("resolvedBy", state instanceof AlertState.Resolved(String by) ? by : null)
                .bind("successor", event.getSuccessorId())
                .bind("now", now)
                .bind("planVersion", event.getPlanVersion())
                .bind("unconfirmed", event.getUnconfirmed())
                .bind("goneBecause", event.getGoneBecause())
                .bind("explanation", event.getExplanation())
                .execute();
        return written > 0;
    }

    /// Who had taken on the old alert has taken on its successor too, unless that is more severe. A successor that is
    /// over already is then resolved.
    private static void inherit(Handle handle, EpisodeEvent superseded, UUID successor, Instant now) {
        var inherited = handle.createUpdate("""
                        update alerts.alert new set
                            state = case when new.cleared_at is null then 'acknowledged' else 'resolved' end,
                            resolved_by = case when new.cleared_at is not null then :vigil end,
                            acknowledged_by = old.acknowledged_by,
                            acknowledged_at = old.acknowledged_at, note = old.note
                        from alerts.alert old
                        where new.alert_id = :successor and old.alert_id = :superseded and new.state in ('raised', 'notifying')
                            and array_position(:severities, new.severity) <= array_position(:severities, old.severity)
                        """)
                .bind("successor", successor)
                .bind("vigil", AlertState.VIGIL)
                .bind("superseded", superseded.getEpisodeId())
                .bindArray("severities", String.class, severities())
                .execute();
        if (inherited > 0) {
            handle.execute("update alerts.escalation set due = null where alert_id = ?", successor);
            Steps.add(handle, successor, now, "acknowledged", AlertState.VIGIL, "inherited from the alert it replaces");
        }
    }

    private static List<String> severities() {
        return Arrays.stream(AlertSeverity.values()).map(Enum::name).toList();
    }
}
