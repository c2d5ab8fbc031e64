package health.vigil.alerts.routing;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import health.vigil.alerts.lifecycle.EpisodeChange;
import health.vigil.alerts.routing.Course.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Any sequence of news, acts of people, rota changes, failures to deliver and crashes, under a virtual clock.
class CoursePropertyTest {

    private static final Instant BEGIN = Instant.parse("2026-10-24T18:00:00Z");
    private static final Duration TICK = Duration.ofSeconds(30);
    private static final List<Set<String>> STAFF = List.of(
            Set.of("nora", "otto", "lea"), Set.of("otto", "lea"), Set.of("nora", "otto"), Set.of("lea"), Set.of());

    enum Kind {
        LASTS,
        WORSE,
        OVER,
        ACKNOWLEDGE,
        SNOOZE,
        REPEAT,
        REPEAT_COMES,
        HAND_OVER,
        UNDO,
        STAFF_CHANGES,
        NOBODY_REACHED,
        CRASH,
        TIME_PASSES
    }

    /// @param number minutes to pass, or which staff
    record Act(Kind kind, int number) {}

    @Provide
    Arbitrary<List<Act>> histories() {
        var act = Combinators.combine(
                        Arbitraries.of(Kind.values()), Arbitraries.integers().between(0, 90))
                .as(Act::new);
        return act.list().ofMinSize(1).ofMaxSize(60);
    }

    /// An alert's life, with what was said about it.
    private static final class Life {

        private final CareTeam team = SampleTeams.dayAndNight();
        private final Set<String> told = new HashSet<>();
        private Set<String> staff = STAFF.getFirst();
        private Instant now = BEGIN;
        private Course course;
        private Instant lastWord = BEGIN;
        private Duration patience = Duration.ZERO;
        private boolean wholeTeam;

        Life(Urgency urgency) {
            this.course = Course.raised(urgency, now);
        }

        void act(Act act) {
            var before = course;
            switch (act.kind()) {
                case LASTS -> course = course.after(EpisodeChange.LASTS, course.urgency(), now);
                case WORSE -> course = course.after(EpisodeChange.WORSE, Urgency.URGENT, now);
                case OVER -> course = course.after(EpisodeChange.OVER, course.urgency(), now);
                case ACKNOWLEDGE -> course = course.acknowledge().orElse(course);
                case SNOOZE ->
                    course = course.snooze(now.plus(Duration.ofMinutes(1L + act.number())))
                            .orElse(course);
                case REPEAT ->
                    course = course.waitFor(WaitsFor.REPEAT, now.plus(Duration.ofMinutes(15)))
                            .orElse(course);
                case REPEAT_COMES -> course = course.came(WaitsFor.REPEAT);
                case HAND_OVER ->
                    course = course.waitFor(WaitsFor.HAND_OVER, now.plus(Duration.ofMinutes(60)))
                            .orElse(course);
                case UNDO -> course = course.undo(now).orElse(course);
                case STAFF_CHANGES -> staff = STAFF.get(act.number() % STAFF.size());
                case NOBODY_REACHED -> course = course.unreachable(course.round(), course.step() - 1, team, now);
                // What was decided and not committed never happened, and neither did what it would have sent.
                case CRASH -> course.at(now, team, staff::contains);
                case TIME_PASSES -> pass(Duration.ofMinutes(act.number()));
            }
            if (act.kind() != Kind.TIME_PASSES && course.round() > before.round()) {
                startsAnew();
            }
            check();
        }

        private void startsAnew() {
            lastWord = now;
            patience = Duration.ZERO;
            wholeTeam = false;
        }

        void pass(Duration time) {
            var until = now.plus(time);
            while (now.isBefore(until)) {
                now = now.plus(TICK);
                var round = course.round();
                var turn = course.at(now, team, staff::contains);
                course = turn.next();
                if (course.round() > round) {
                    startsAnew();
                }
                turn.events().forEach(this::hear);
                check();
            }
        }

        private void hear(Event event) {
            switch (event) {
                case Event.Told step -> {
                    assertThat(told.add(step.round() + "/" + step.step()))
                            .as("no step is told twice")
                            .isTrue();
                    assertThat(step.people()).isNotEmpty().isSubsetOf(staff);
                    said(step.delay());
                    wholeTeam = wholeTeam || step.wholeTeam();
                }
                case Event.Nobody _ -> {
                    said(team.path(course.urgency()).repeat());
                    wholeTeam = true;
                }
                case Event.Held(Instant until) -> {
                    assertThat(course.urgency()).isNotEqualTo(Urgency.URGENT);
                    said(Duration.between(now, until));
                }
                case Event.Gap _, Event.Woke(), Event.Recalled _ -> {}
            }
        }

        private void said(Duration answerWithin) {
            lastWord = now;
            patience = answerWithin;
        }

        private void check() {
            var waits = course.state() instanceof AlertState.Raised || course.state() instanceof AlertState.Notifying;
            if (waits) {
                assertThat(course.due())
                        .as("what nobody has in hand has a next step")
                        .isNotNull();
                assertThat(now)
                        .as("never silent for longer than its level's delay")
                        .isBeforeOrEqualTo(lastWord.plus(patience).plus(TICK));
            }
            if (course.urgency() == Urgency.URGENT) {
                assertThat(course.state()).isNotInstanceOf(AlertState.Snoozed.class);
            }
            if (course.state() instanceof AlertState.Snoozed) {
                assertThat(course.due()).as("a snooze ends").isNotNull();
            }
        }
    }

    @Property(tries = 3000)
    void anAlertIsNeverSilentNeverTwiceAndWhenUrgentNeverHeldBack(
            @ForAll Urgency urgency, @ForAll("histories") List<Act> history) {
        var life = new Life(urgency);
        life.pass(TICK);

        history.forEach(life::act);

        if (life.course.due() != null) {
            life.pass(Duration.ofHours(30));
            assertThat(life.wholeTeam)
                    .as("what nobody takes on goes up the whole chain")
                    .isTrue();
            assertThat(life.course.due()).as("and goes on").isNotNull();
        }
    }
}
