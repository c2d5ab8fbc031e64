package health.vigil.alerts.routing;

import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.lifecycle.AlertState.Recall;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import health.vigil.alerts.lifecycle.EpisodeChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where an alert is in its life, and when what happens next if no human does anything.
///
/// Whoever acts on it, and whoever lets time pass over it, stores what comes out of it in the same transaction. So a
/// crash leaves it before a step or after it.
///
/// @param round each time it is raised anew a round begins, with the first level
/// @param step the next one, from 0 on, within the round
/// @param due when the next step is to be taken; null while a human has it in hand
public record Course(
        AlertState state,
        Urgency urgency,
        int round,
        int step,
        @Nullable Instant due) {

    /// An alert that has just come up.
    public static Course raised(Urgency urgency, Instant now) {
        return new Course(new AlertState.Raised(), urgency, 1, 0, now);
    }

    /// After the news that its readings bring.
    public Course after(EpisodeChange change, Urgency newUrgency, Instant now) {
        var next = change.after(state);
        if (next instanceof AlertState.Raised raised && !(state.equals(next) && newUrgency == urgency)) {
            return anew(raised, newUrgency, now);
        }
        return new Course(next, newUrgency, round, step, next.equals(state) ? due : next.until());
    }

    /// What was waited for has come: the alert stays in the same hands.
    public Course came(WaitsFor what) {
        var waited =
                state instanceof AlertState.Acknowledged(Recall recall) && recall != null && recall.waitsFor() == what;
        return waited ? taken(new AlertState.Acknowledged(null)) : this;
    }

    /// Empty where that is not possible any more.
    public Optional<Course> acknowledge() {
        return switch (state) {
            case AlertState.Waiting waiting -> Optional.of(taken(waiting.acknowledge()));
            case AlertState.Acknowledged _, AlertState.Resolved _, AlertState.Superseded(), AlertState.Withdrawn() ->
                Optional.empty();
        };
    }

    public Optional<Course> resolve(String by) {
        return switch (state) {
            case AlertState.Waiting waiting -> Optional.of(taken(waiting.resolve(by)));
            case AlertState.Acknowledged acknowledged -> Optional.of(taken(acknowledged.resolve(by)));
            case AlertState.Resolved _, AlertState.Superseded(), AlertState.Withdrawn() -> Optional.empty();
        };
    }

    /// Puts it off. What is critical and was measured just now cannot be put off.
    public Optional<Course> snooze(Instant until) {
        if (!urgency.canWait()) {
            return Optional.empty();
        }
        return switch (state) {
            case AlertState.Waiting waiting -> Optional.of(until(waiting.snooze(until), until));
            case AlertState.Acknowledged acknowledged -> Optional.of(until(acknowledged.snooze(until), until));
            case AlertState.Resolved _, AlertState.Superseded(), AlertState.Withdrawn() -> Optional.empty();
        };
    }

    /// Takes it on, and has it raised again should what it waits for not come by then.
    public Optional<Course> waitFor(WaitsFor what, Instant by) {
        var taken = state instanceof AlertState.Waiting waiting ? waiting.acknowledge() : state;
        return taken instanceof AlertState.Acknowledged acknowledged
                ? Optional.of(until(acknowledged.waitFor(new Recall(by, what)), by))
                : Optional.empty();
    }

    /// Takes back an acknowledgement, a snooze or a resolution.
    public Optional<Course> undo(Instant now) {
        return switch (state) {
            case AlertState.Acknowledged acknowledged -> Optional.of(anew(acknowledged.release(), urgency, now));
            case AlertState.Snoozed snoozed -> Optional.of(anew(snoozed.wake(), urgency, now));
            case AlertState.Resolved resolved
            when !resolved.by().equals(AlertState.VIGIL) -> Optional.of(taken(resolved.reopen()));
            case AlertState.Raised(),
                    AlertState.Notifying(),
                    AlertState.Resolved _,
                    AlertState.Superseded(),
                    AlertState.Withdrawn() -> Optional.empty();
        };
    }

    /// None of those whom a step was to reach can be reached: the next level does not wait for them.
    ///
    /// @param ofRound and `ofStep` of the step that failed
    public Course unreachable(int ofRound, int ofStep, CareTeam team, Instant now) {
        var isTheLatest = ofRound == round && ofStep == step - 1;
        var goesOn = isTheLatest
                && state instanceof AlertState.Notifying
                && due != null
                && !team.path(urgency).isBeyondTheLast(ofStep);
        return goesOn ? new Course(state, urgency, round, step, now) : this;
    }

    private Course taken(AlertState next) {
        return new Course(next, urgency, round, step, null);
    }

    private Course until(AlertState next, Instant then) {
        return new Course(next, urgency, round, step, then);
    }

    private Course anew(AlertState.Raised raised, Urgency newUrgency, Instant now) {
        return new Course(raised, newUrgency, round + 1, 0, now);
    }

    /// Something that happens because time has passed.
    public sealed interface Event {

        /// A snooze is over.
        record Woke() implements Event {}

        /// What somebody waited for has not come.
        record Recalled(WaitsFor what) implements Event {}

        /// Quiet hours hold it back.
        record Held(Instant until) implements Event {}

        /// A level reaches nobody, so the next one is told at once.
        record Gap(int step, Target target) implements Event {}

        /// These people are to be told.
        ///
        /// @param step within the round; with the round it tells this step from all others
        /// @param wholeTeam after the last level
        record Told(int round, int step, List<String> people, Duration delay, boolean wholeTeam) implements Event {}

        /// Not even the whole team reaches anybody: an operator has to hear of it.
        record Nobody(int step) implements Event {}
    }

    /// What time brings.
    public record Turn(Course next, List<Event> events) {

        public Turn {
            events = List.copyOf(events);
        }
    }

    /// What is due by that moment: at most one step is told at a time.
    ///
    /// @param isThere whether that person can be called at all
    public Turn at(Instant now, CareTeam team, Predicate<String> isThere) {
        if (due == null || now.isBefore(due)) {
            return new Turn(this, List.of());
        }
        var events = new ArrayList<Event>();
        return switch (state) {
            case AlertState.Snoozed snoozed -> {
                events.add(new Event.Woke());
                yield anew(snoozed.wake(), urgency, now).tell(now, team, isThere, events);
            }
            case AlertState.Acknowledged acknowledged -> {
                var recall = acknowledged.recall();
                if (recall == null) {
                    yield new Turn(taken(state), List.of());
                }
                events.add(new Event.Recalled(recall.waitsFor()));
                yield anew(acknowledged.release(), urgency, now).tell(now, team, isThere, events);
            }
            case AlertState.Raised(), AlertState.Notifying() -> tell(now, team, isThere, events);
            case AlertState.Resolved _, AlertState.Superseded(), AlertState.Withdrawn() ->
                new Turn(taken(state), List.of());
        };
    }

    private Turn tell(Instant now, CareTeam team, Predicate<String> isThere, List<Event> events) {
        var quiet = team.quietUntil(urgency, now);
        if (quiet.isPresent()) {
            events.add(new Event.Held(quiet.get()));
            return new Turn(new Course(state, urgency, round, step, quiet.get()), events);
        }
        var path = team.path(urgency);
        for (var at = step; ; at++) {
            var level = path.level(at);
            var people = team.reached(level.target(), now, isThere);
            if (!people.isEmpty()) {
                events.add(new Event.Told(round, at, people, level.delay(), path.isBeyondTheLast(at)));
                return new Turn(told(at + 1, now.plus(level.delay())), events);
            }
            if (path.isBeyondTheLast(at)) {
                events.add(new Event.Nobody(at));
                return new Turn(new Course(state, urgency, round, at + 1, now.plus(level.delay())), events);
            }
            events.add(new Event.Gap(at, level.target()));
        }
    }

    private Course told(int nextStep, Instant nextDue) {
        var next = state instanceof AlertState.Raised raised ? raised.tell() : state;
        return new Course(next, urgency, round, nextStep, nextDue);
    }
}
