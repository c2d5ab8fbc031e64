package health.vigil.alerts.intake;

import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.store.Steps;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.Difference;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.TopicReader;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jdbi.v3.core.Handle;

/// Makes the episodes of all alerts anew from the beginning of the topic, beside the live ones, compares, and puts
/// right.
///
/// What people did to an alert (its state, who acknowledged it, notes, steps) is in no topic, and stays. An episode
/// that differs is told again as if its latest event had just come, so the alert is in the state that event leads to.
/// An alert that the topic knows nothing of is withdrawn, not deleted: somebody may have dealt with it.
public final class EpisodeRebuild {

    private static final String SCHEMA = "alerts_rebuild";

    /// What the topic alone says.
    private static final String EPISODE = """
            patient_id, rule_id, severity, kind, reason, first_at, first_received, first_text, worst_at, worst_text,
            latest_at, latest_received, latest_text, readings, late, clock_suspect, cleared_at, revision, successor_id,
            plan_version, unconfirmed, gone_because, explanation""";

    private static final String LIVE = """
            select alert_id, %s from alerts.alert
            where state <> 'withdrawn' or alert_id in (select alert_id from %s.alert)""".formatted(EPISODE, SCHEMA);

    private static final String REBUILT = "select alert_id, %s from %s.alert".formatted(EPISODE, SCHEMA);

    private final Database database;
    private final Wire wire;
    private final Clock clock;
    private final EpisodeIntake intake;
    private final boolean compareOnly;
    private long place;

    private EpisodeRebuild(Database database, Wire wire, Clock clock, Telemetry telemetry, boolean compareOnly) {
        this.database = database;
        this.wire = wire;
        this.clock = clock;
        this.intake = new EpisodeIntake(database, wire, clock, telemetry);
        this.compareOnly = compareOnly;
    }

    /// Returns once the live rows are right, or are compared.
    ///
    /// @param telemetry counts what is raised here; not that of a running service
    /// @param compareOnly changes nothing
    /// @throws SQLException when the database fails; the live rows are as they were
    public static Difference run(
            KafkaSettings kafka,
            Wire wire,
            Database database,
            Clock clock,
            Telemetry telemetry,
            boolean compareOnly,
            TopicReader.Progress progress)
            throws SQLException {
        var rebuild = new EpisodeRebuild(database, wire, clock, telemetry, compareOnly);
        database.jdbi().useTransaction(EpisodeRebuild::prepare);
        try (var topic = new TopicReader(kafka, "vigil-rebuild", List.of(Topics.ALERTS), progress)) {
            topic.readToEnd(records -> database.jdbi().useTransaction(handle -> rebuild.write(handle, records)));
            return rebuild.putRight(topic);
        } finally {
            database.jdbi().useHandle(handle -> handle.execute("drop schema if exists " + SCHEMA + " cascade"));
        }
    }

    private static void prepare(Handle handle) {
        handle.execute("drop schema if exists " + SCHEMA + " cascade");
        handle.execute("create schema " + SCHEMA);
        handle.execute("""
                create unlogged table %1$s.alert (like alerts.alert including defaults, primary key (alert_id))
                """.formatted(SCHEMA));
        handle.execute("""
                create unlogged table %s.latest (alert_id uuid primary key, place bigint not null, event bytea not null)
                """.formatted(SCHEMA));
    }

    private void write(Handle handle, ConsumerRecords<byte[], byte[]> records) {
        for (var record : records) {
            var event = decode(record.value());
            if (EpisodeIntake.write(handle, SCHEMA, event, new AlertState.Raised(), clock.instant())) {
                handle.execute("""
                        insert into %s.latest values (?, ?, ?) on conflict (alert_id) do update set
                            place = excluded.place, event = excluded.event
                        """.formatted(SCHEMA), event.getEpisodeId(), place++, record.value());
            }
        }
    }

    private EpisodeEvent decode(byte[] value) {
        return wire.deserializer(Topics.ALERTS).deserialize(Topics.ALERTS.name(), value);
    }

    private Difference putRight(TopicReader topic) throws SQLException {
        return database.jdbi().inTransaction(handle -> {
            handle.execute("lock table alerts.alert in exclusive mode");
            topic.readToEnd(records -> write(handle, records));
            var difference = Difference.of(handle, "alert", "alert_id", LIVE, REBUILT);
            if (!compareOnly && !difference.isNone()) {
                withdrawMadeUp(handle);
                tellAgain(handle);
                AlertChanges.announce(handle);
            }
            return difference;
        });
    }

    private void withdrawMadeUp(Handle handle) {
        var madeUp = handle.createQuery("""
                        update alerts.alert set state = 'withdrawn', gone_because = 'no topic knows of it'
                        where state <> 'withdrawn' and alert_id not in (select alert_id from %s.alert)
                        returning alert_id
                        """.formatted(SCHEMA)).mapTo(UUID.class).list();
        for (var alert : madeUp) {
            handle.execute("update alerts.escalation set due = null where alert_id = ?", alert);
            Steps.add(handle, alert, clock.instant(), "withdrawn", AlertState.VIGIL, "no topic knows of it");
        }
    }

    private void tellAgain(Handle handle) {
        handle.execute("create temporary table wrong on commit drop as select alert_id from (%s except %s) w"
                .formatted(REBUILT, LIVE));
        // So that the event is news.
        handle.execute("update alerts.alert set revision = -1 where alert_id in (select alert_id from wrong)");
        var events =
                handle.createQuery("""
                        select event from %s.latest where alert_id in (select alert_id from wrong) order by place
                        """.formatted(SCHEMA)).mapTo(byte[].class).list();
        for (var event : events) {
            intake.apply(handle, decode(event));
        }
        // What the first event says of an episode, the later ones do not change.
        handle.execute("""
                update alerts.alert set (%1$s) = (select %1$s from %2$s.alert right_one
                    where right_one.alert_id = alert.alert_id)
                where alert_id in (select alert_id from wrong)
                """.formatted(EPISODE, SCHEMA));
    }
}
