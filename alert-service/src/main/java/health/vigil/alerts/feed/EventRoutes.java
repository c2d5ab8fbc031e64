package health.vigil.alerts.feed;

import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.LiveFeed;
import health.vigil.kit.http.Recorder;
import health.vigil.kit.http.Routes;
import health.vigil.kit.sight.Sight;
import io.javalin.config.RoutesConfig;
import io.javalin.http.sse.SseClient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// Every step of every alert as server-sent events, without a gap: a client that comes back with the id of the last
/// event that it has seen gets all that came after it.
///
/// An id is the transaction's and the step's. A step is sent once every transaction that began before its own has
/// ended, since numbers are given before the commit: a slower transaction cannot slip in behind the reader.
public final class EventRoutes implements Routes {

    private static final int AT_A_TIME = 500;
    private static final Pattern ID = Pattern.compile("([0-9]{1,19})-([0-9]{1,18})");

    private final Jdbi jdbi;
    private final Sight sight;
    private final LiveFeed feed;

    public EventRoutes(Jdbi jdbi, Sight sight, LiveFeed feed) {
        this.jdbi = jdbi;
        this.sight = sight;
        this.feed = feed;
    }

    /// Steps that were restored from a backup may be of transactions that this database has yet to reach; from now on
    /// they are as old as this moment.
    public static void comeToTerms(Handle handle) {
        handle.execute("update alerts.step set tx = pg_current_xact_id() where tx > pg_current_xact_id()");
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.sse("/api/alerts/events", this::serve, Access.NURSE, Access.CLINICIAN);
    }

    /// Where a reader is.
    public record Cursor(String tx, long step) {

        String id() {
            return tx + "-" + step;
        }
    }

    /// A step of an alert, as it is sent.
    public record Event(
            String tx,
            long stepId,
            UUID alertId,
            Instant at,
            String step,
            String who,
            String note,
            UUID patientId,
            UUID teamId) {

        Cursor cursor() {
            return new Cursor(tx, stepId);
        }
    }

    private record Body(UUID alertId, Instant at, String step, String who, String note) {}

    private void serve(SseClient client) {
        var reader = new Reader(start(client.ctx().header("Last-Event-ID")));
        feed.serve(client, reader::catchUp);
    }

    /// Without an id only what is yet to come is sent.
    private Cursor start(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return jdbi.withHandle(handle -> handle.createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text")
                    .mapTo(String.class)
                    .map(tx -> new Cursor(tx, 0))
                    .one());
        }
        var parts = ID.matcher(lastEventId.strip());
        if (!parts.matches()) {
            throw new InvalidRequestException("Last-Event-ID", "Last-Event-ID is not the id of an event of this feed.");
        }
        return new Cursor(parts.group(1), Long.parseLong(parts.group(2)));
    }

    private final class Reader {

        private Cursor cursor;

        Reader(Cursor cursor) {
            this.cursor = cursor;
        }

        void catchUp(SseClient client) {
            List<Event> events;
            do {
                events = after(cursor);
                var reach = sight.of(client.ctx().req());
                var shown = events.stream()
                        .filter(event -> reach.covers(event.patientId(), event.teamId()))
                        .toList();
                Looks.atList(
                        client.ctx().req(), shown.stream().map(Event::patientId).toList());
                Recorder.now(client.ctx());
                for (var event : shown) {
                    client.sendEvent(
                            "step",
                            new Body(event.alertId(), event.at(), event.step(), event.who(), event.note()),
                            event.cursor().id());
                }
                if (!events.isEmpty()) {
                    cursor = events.getLast().cursor();
                }
            } while (events.size() == AT_A_TIME && !client.terminated());
        }
    }

    private List<Event> after(Cursor cursor) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select s.tx::text as tx, s.step_id, s.alert_id, s.at, s.step, s.who, s.note, a.patient_id,
                            coalesce(t.team_id, :first) as team_id
                        from alerts.step s join alerts.alert a using (alert_id)
                            left join alerts.patient_team t using (patient_id)
                        where (s.tx, s.step_id) > (cast(:tx as xid8), :step)
                            and s.tx < pg_snapshot_xmin(pg_current_snapshot())
                        order by s.tx, s.step_id limit :most
                        """)
                .bind("first", Sight.FIRST_TEAM)
                .bind("tx", cursor.tx())
                .bind("step", cursor.step())
                .bind("most", AT_A_TIME)
                .map(ConstructorMapper.of(Event.class))
                .list());
    }
}
