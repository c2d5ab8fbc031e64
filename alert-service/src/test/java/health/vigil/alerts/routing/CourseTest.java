package health.vigil.alerts.routing;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import health.vigil.alerts.lifecycle.EpisodeChange;
import health.vigil.alerts.routing.Course.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CourseTest {

    private static final Instant NOON = Instant.parse("2026-11-26T11:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-26T23:00:00Z");

    private final CareTeam team = SampleTeams.dayAndNight();

    private Course.Turn turn(Course course, Instant now) {
        return course.at(now, team, _ -> true);
    }

    @Test
    void tellsWhoeverIsOnCallAtOnceThenTheNextLevelThenTheTeamAgainAndAgain() {
        var first = turn(Course.raised(Urgency.URGENT, NOON), NOON);
        var second = turn(first.next(), NOON.plusSeconds(300));
        var third = turn(second.next(), NOON.plusSeconds(900));
        var fourth = turn(third.next(), NOON.plusSeconds(1800));

        assertThat(first.events()).containsExactly(new Event.Told(1, 0, List.of("nora"), Duration.ofMinutes(5), false));
        assertThat(second.events())
                .containsExactly(new Event.Told(1, 1, List.of("lea"), Duration.ofMinutes(10), false));
        var everybody = List.of("nora", "otto", "lea");
        assertThat(third.events()).containsExactly(new Event.Told(1, 2, everybody, Duration.ofMinutes(15), true));
        assertThat(fourth.events()).containsExactly(new Event.Told(1, 3, everybody, Duration.ofMinutes(15), true));
    }

    @Test
    void tellsNobodyBeforeItsTime() {
        var first = turn(Course.raised(Urgency.URGENT, NOON), NOON);

        assertThat(turn(first.next(), NOON.plusSeconds(299)).events()).isEmpty();
    }

    @Test
    void goesOverAGapAtOnce() {
        var turn = Course.raised(Urgency.URGENT, NOON).at(NOON, team, Set.of("lea", "otto")::contains);

        assertThat(turn.events())
                .containsExactly(
                        new Event.Gap(0, new Target.OnCall("On call")),
                        new Event.Told(1, 1, List.of("lea"), Duration.ofMinutes(10), false));
    }

    @Test
    void saysThatThereIsNobodyAndTriesAgain() {
        var turn = Course.raised(Urgency.URGENT, NOON).at(NOON, team, _ -> false);

        assertThat(turn.events()).last().isEqualTo(new Event.Nobody(2));
        assertThat(turn.next().due()).isEqualTo(NOON.plus(Duration.ofMinutes(15)));
    }

    @Test
    void waitsInQuietHoursUnlessItIsUrgent() {
        assertThat(turn(Course.raised(Urgency.PROMPT, NIGHT), NIGHT).events())
                .containsExactly(new Event.Held(Instant.parse("2026-11-27T05:00:00Z")));
        assertThat(turn(Course.raised(Urgency.URGENT, NIGHT), NIGHT).events())
                .containsExactly(new Event.Told(1, 0, List.of("otto"), Duration.ofMinutes(5), false));
    }

    @Test
    void cannotBePutOffWhenItIsUrgent() {
        assertThat(Course.raised(Urgency.URGENT, NOON).snooze(NIGHT)).isEmpty();
        assertThat(Course.raised(Urgency.PROMPT, NOON).snooze(NIGHT)).isPresent();
    }

    @Test
    void wakesFromASnoozeWhenItGetsUrgent() {
        var snoozed = Course.raised(Urgency.PROMPT, NOON).snooze(NIGHT).orElseThrow();

        var worse = snoozed.after(EpisodeChange.WORSE, Urgency.URGENT, NOON.plusSeconds(60));

        assertThat(worse).isEqualTo(new Course(new AlertState.Raised(), Urgency.URGENT, 2, 0, NOON.plusSeconds(60)));
    }

    @Test
    void isRaisedAgainWhenASnoozeIsOver() {
        var snoozed =
                Course.raised(Urgency.PROMPT, NOON).snooze(NOON.plusSeconds(60)).orElseThrow();

        assertThat(turn(snoozed, NOON.plusSeconds(59)).events()).isEmpty();
        assertThat(turn(snoozed, NOON.plusSeconds(60)).events())
                .containsExactly(new Event.Woke(), new Event.Told(2, 0, List.of("nora"), Duration.ofMinutes(5), false));
    }

    @Test
    void isRaisedAgainWhenTheRepeatDoesNotComeAndNotWhenItDoes() {
        var waiting = Course.raised(Urgency.URGENT, NOON)
                .waitFor(WaitsFor.REPEAT, NOON.plusSeconds(900))
                .orElseThrow();

        assertThat(turn(waiting, NOON.plusSeconds(900)).events()).startsWith(new Event.Recalled(WaitsFor.REPEAT));
        assertThat(turn(waiting.came(WaitsFor.REPEAT), NOON.plusSeconds(900)).events())
                .isEmpty();
        assertThat(turn(waiting.came(WaitsFor.ANSWER), NOON.plusSeconds(900)).events())
                .isNotEmpty();
    }

    @Test
    void isSilentOnceAHumanHasItInHand() {
        var taken = Course.raised(Urgency.URGENT, NOON).acknowledge().orElseThrow();

        assertThat(taken.due()).isNull();
        assertThat(turn(taken, NOON.plus(Duration.ofDays(365))).events()).isEmpty();
    }

    @Test
    void isRaisedAnewByAnUndoneAcknowledgement() {
        var taken = Course.raised(Urgency.URGENT, NOON).acknowledge().orElseThrow();

        assertThat(taken.undo(NOON.plusSeconds(10)))
                .contains(new Course(new AlertState.Raised(), Urgency.URGENT, 2, 0, NOON.plusSeconds(10)));
    }

    @Test
    void goesOnAtOnceWhenALevelCannotBeReached() {
        var told = turn(Course.raised(Urgency.URGENT, NOON), NOON).next();

        assertThat(told.unreachable(1, 0, team, NOON.plusSeconds(5)).due()).isEqualTo(NOON.plusSeconds(5));
        assertThat(told.unreachable(1, 1, team, NOON.plusSeconds(5))).isEqualTo(told);
    }

    @Test
    void doesNotHurryTheWholeTeam() {
        var course = Course.raised(Urgency.URGENT, NOON);
        for (var step = 0; step < 3; step++) {
            course = turn(course, NOON.plus(Duration.ofHours(step))).next();
        }

        assertThat(course.unreachable(1, 2, team, NOON)).isEqualTo(course);
    }
}
