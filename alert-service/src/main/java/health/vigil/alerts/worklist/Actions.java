package health.vigil.alerts.worklist;

import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import health.vigil.alerts.routing.Course;
import health.vigil.alerts.store.Courses;
import health.vigil.alerts.store.Steps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What people do to alerts. Each is on record with who did it, when, and why.
public final class Actions {

    /// House: nobody has anything in hand for longer without saying so again.
    static final Duration LONGEST_SNOOZE = Duration.ofDays(7);

    /// House: a repeat is asked for on the telephone, and takes some minutes of rest.
    static final Duration REPEAT_WITHIN = Duration.ofMinutes(15);

    /// House: a shift hands over in this time.
    static final Duration TAKEN_OVER_WITHIN = Duration.ofMinutes(60);

    /// House: after that it is a slip no more, but a decision that others may have acted on.
    static final Duration UNDO_WITHIN = Duration.ofMinutes(5);

    /// The steps that can be taken back.
    static final List<String> UNDOABLE = List.of("acknowledged", "snoozed", "resolved", "repeat-asked", "handed-over");

    private final Jdbi jdbi;
    private final Clock clock;

    public Actions(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// What came of an attempt to act on an alert.
    public enum Result {
        DONE,
        NOT_FOUND,
        NOT_POSSIBLE
    }

    private interface Change {
        Optional<Course> of(Handle handle, Course course);
    }

    public Result acknowledge(UUID id, String who, String note) {
        return act(id, who, "acknowledged", note, (handle, course) -> {
            var taken = course.acknowledge();
            if (taken.isEmpty()) {
                return taken;
            }
            takeOn(handle, id, who, note);
            return isOver(handle, id) ? taken.get().resolve(AlertState.VIGIL) : taken;
        });
    }

    /// Closes it.
    ///
    /// @param outcome how it was dealt with
    public Result resolve(UUID id, String who, Outcome outcome, String note) {
        var words = note.isEmpty() ? outcome.words() : outcome.words() + ": " + note;
        return act(id, who, "resolved", words, (handle, course) -> {
            var resolved = course.resolve(who);
            if (resolved.isPresent()) {
                handle.execute("update alerts.alert set outcome = ? where alert_id = ?", outcome.code(), id);
            }
            return resolved;
        });
    }

    /// Puts it off. What is critical and was measured just now cannot be put off.
    public Result snooze(UUID id, String who, Duration time, String reason) {
        var until = clock.instant().plus(time);
        return act(id, who, "snoozed", "until " + until + ": " + reason, (_, course) -> course.snooze(until));
    }

    /// Takes it on, and has it raised again when no new reading comes in time.
    public Result askForRepeat(UUID id, String who, String note) {
        return takeOnAndWait(id, who, "repeat-asked", note, WaitsFor.REPEAT, REPEAT_WITHIN);
    }

    /// Leaves it to the next shift, and has it raised again when nobody takes it over in time.
    public Result handOver(UUID id, String who, String note) {
        return takeOnAndWait(id, who, "handed-over", note, WaitsFor.HAND_OVER, TAKEN_OVER_WITHIN);
    }

    private Result takeOnAndWait(UUID id, String who, String step, String note, WaitsFor what, Duration time) {
        return act(id, who, step, note, (handle, course) -> {
            var waiting = course.waitFor(what, clock.instant().plus(time));
            if (waiting.isPresent()) {
                takeOn(handle, id, who, note);
            }
            return waiting;
        });
    }

    /// Has it in hand from now on, whoever had it before.
    public Result takeOver(UUID id, String who, String note) {
        return act(id, who, "taken-over", note, (handle, course) -> {
            var taken = course.state() instanceof AlertState.Acknowledged
                    ? Optional.of(course.came(WaitsFor.HAND_OVER))
                    : course.acknowledge();
            if (taken.isPresent()) {
                takeOn(handle, id, who, note);
            }
            return taken;
        });
    }

    /// Writes something down. Changes nothing else.
    public Result note(UUID id, String who, String note) {
        return act(id, who, "note", note, (_, course) -> Optional.of(course));
    }

    /// Takes back the acknowledgement, snooze or resolution that was the same person's last act on it, a moment ago.
    public Result undo(UUID id, String who) {
        return act(id, who, "undone", "", (handle, course) -> {
            var isHers = handle.createQuery("""
                            select who = :who and at > :since and step = any(:undoable) from alerts.step where alert_id = :id and who <> :vigil order by step_id desc limit 1
                            """)
                    .bind("who", who)
                    .bind("since", clock.instant().minus(UNDO_WITHIN))
                    .bind("id", id)
                    .bind("vigil", AlertState.VIGIL)
                    .bindArray("undoable", String.class, UNDOABLE)
                    .mapTo(Boolean.class)
                    .findOne()
                    .orElse(false);
            var undone = isHers ? course.undo(clock.instant()) : Optional.<Course>empty();
            if (undone.isPresent() && !(undone.get().state() instanceof AlertState.Acknowledged)) {
                handle.execute("""
                        update alerts.alert set acknowledged_by = null, acknowledged_at = null, note = ''
                        where alert_id = ?
                        """, id);
            }
            return undone;
        });
    }

    private void takeOn(Handle handle, UUID id, String who, String note) {
        handle.execute(
                "update alerts.alert set acknowledged_by = ?, acknowledged_at = ?, note = ? where alert_id = ?",
                who,
                clock.instant(),
                note,
                id);
    }

    private static boolean isOver(Handle handle, UUID id) {
        return handle.createQuery("select cleared_at is not null from alerts.alert where alert_id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    private Result act(UUID id, String who, String step, String note, Change change) {
        return jdbi.inTransaction(handle -> {
            var course = Courses.lock(handle, id);
            if (course.isEmpty()) {
                return Result.NOT_FOUND;
            }
            var next = change.of(handle, course.get());
            if (next.isEmpty()) {
                return Result.NOT_POSSIBLE;
            }
            Courses.save(handle, id, next.get());
            Instant now = clock.instant();
            Steps.add(handle, id, now, step, who, note);
            AlertChanges.announce(handle);
            return Result.DONE;
        });
    }
}
