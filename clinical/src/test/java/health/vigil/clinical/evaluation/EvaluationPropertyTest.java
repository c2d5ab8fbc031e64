package health.vigil.clinical.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.evaluation.Evaluation.Outcome;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Readings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The evaluation over whole lives, against a slow and obvious one.
class EvaluationPropertyTest {

    private static final int TRIES = 150;

    @Property(tries = TRIES)
    void findsTheEpisodesThatTheRulesDefine(@ForAll(supplier = Lives.class) Life life) {
        var episodes = life.evaluation().whole().episodes();

        assertThat(episodes)
                .extracting(Finding::of)
                .containsExactlyInAnyOrderElementsOf(new EpisodeOracle(life).findings());
    }

    @Property(tries = TRIES)
    void summarisesEachLocalDayAndTheWeekThatEndsWithIt(@ForAll(supplier = Lives.class) Life life) {
        var days = life.evaluation().whole().days();

        assertThat(days.stream().flatMap(DayLine::of)).containsExactlyElementsOf(new DayOracle(life).lines());
    }

    @Property(tries = TRIES)
    void isTheSameInWhateverOrderAndHoweverOftenReadingsCame(
            @ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        var shuffled = new ArrayList<>(life.readings());
        life.readings().stream().filter(_ -> random.nextBoolean()).forEach(shuffled::add);
        Collections.shuffle(shuffled, random);

        var outcome = life.with(shuffled).evaluation().whole();

        assertThat(outcome).isEqualTo(life.evaluation().whole());
    }

    @Property(tries = TRIES)
    void saysNothingNewAroundAnyMomentOfAnUnchangedLife(
            @ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        Assume.that(!life.readings().isEmpty());
        var near = life.readings().get(random.nextInt(life.readings().size()));
        var moment = near.measuredAt().plus(Duration.ofMinutes(random.nextInt(-10_000, 10_000)));
        var whole = life.evaluation().whole();

        var around = life.evaluation().around(near.kind(), moment);

        assertIsPartOf(whole, around);
    }

    @Property(tries = TRIES)
    void saysNothingNewSinceAnyMomentOfAnUnchangedPlan(
            @ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        var near = life.versions().firstKey();
        var whole = life.evaluation().whole();

        var since = life.evaluation().since(near.plus(Duration.ofMinutes(random.nextInt(200_000))));

        assertIsPartOf(whole, since);
    }

    /// A combination of several kinds apart.
    @Property(tries = TRIES)
    void judgesEachKindOfReadingWithoutTheOthers(@ForAll(supplier = Lives.class) Life life) {
        var whole = life.evaluation().whole();

        for (var kind : ReadingKind.values()) {
            var alone = life.with(life.of(kind)).evaluation().whole();

            assertThat(ofKind(kind, life, alone)).containsExactlyElementsOf(ofKind(kind, life, whole));
            assertThat(alone.days())
                    .filteredOn(DaySummary::kind, kind)
                    .containsExactlyElementsOf(whole.days().stream()
                            .filter(day -> day.kind() == kind)
                            .toList());
        }
    }

    @Property(tries = TRIES)
    void givesEachEpisodeTheIdOfItsRuleAndFirstReading(@ForAll(supplier = Lives.class) Life life) {
        var episodes = life.evaluation().whole().episodes();

        assertThat(episodes).extracting(Episode::id).doesNotHaveDuplicates();
        assertThat(episodes).allSatisfy(episode -> assertThat(episode.id())
                .isEqualTo(Episode.identify(
                        Readings.PATIENT, episode.ruleId(), episode.first().readingId())));
    }

    @Property(tries = TRIES)
    void findsAllEpisodesThatBeganSinceAMoment(@ForAll(supplier = Lives.class) Life life) {
        var whole = life.evaluation().episodes();

        assertThat(life.readings()).allSatisfy(reading -> {
            Predicate<Episode> since = episode -> !episode.first().measuredAt().isBefore(reading.measuredAt());
            assertThat(life.evaluation().episodesSince(reading.measuredAt()))
                    .filteredOn(since)
                    .containsExactlyInAnyOrderElementsOf(
                            whole.stream().filter(since).toList());
        });
    }

    @Property(tries = TRIES)
    void showsTheReadingsThatAnEpisodeRestsOn(@ForAll(supplier = Lives.class) Life life) {
        var evaluation = life.evaluation();

        assertThat(evaluation.episodes()).allSatisfy(episode -> {
            var evidence = evaluation.evidence(episode);
            assertThat(life.readings()).containsAll(evidence);
            assertThat(evidence).doesNotHaveDuplicates().isSortedAccordingTo(Reading.BY_TIME);
            if (!isFromTheBeginning(episode, life)) {
                assertThat(evidence)
                        .extracting(Reading::id)
                        .contains(episode.worst().readingId());
            }
        });
    }

    @Property(tries = TRIES)
    void countsEveryTrustedReadingOnExactlyOneDay(@ForAll(supplier = Lives.class) Life life) {
        var days = life.evaluation().whole().days();

        for (var kind : ReadingKind.values()) {
            var ofKind = days.stream().filter(day -> day.kind() == kind).toList();
            var metric = kind.required().getFirst();
            assertThat(ofKind).extracting(DaySummary::day).isSorted().doesNotHaveDuplicates();
            assertThat(ofKind.stream()
                            .flatMap(day -> day.metrics().stream())
                            .filter(summary -> summary.metric() == metric)
                            .mapToInt(summary -> summary.below() + summary.inRange() + summary.above())
                            .sum())
                    .isEqualTo(life.calendar().trusted(kind).size());
        }
    }

    /// Nobody has measured yet.
    private static boolean isFromTheBeginning(Episode episode, Life life) {
        return episode.readings() == 0
                && episode.first().measuredAt().equals(life.versions().firstKey());
    }

    private static List<Episode> ofKind(ReadingKind kind, Life life, Outcome outcome) {
        return outcome.episodes().stream()
                .filter(episode -> life.plans().kinds(episode.ruleId()).equals(Set.of(kind)))
                .toList();
    }

    private static void assertIsPartOf(Outcome whole, Outcome part) {
        assertThat(part.stretches()).allSatisfy(stretch -> assertIsPartOf(whole, stretch));
        assertThat(part.days()).filteredOn(day -> !day.metrics().isEmpty()).isSubsetOf(whole.days());
        assertThat(part.dues()).isSubsetOf(whole.dues());
    }

    private static void assertIsPartOf(Outcome whole, Stretch stretch) {
        assertThat(stretch.after()).isBetween(Position.START, stretch.until());
        assertThat(stretch.episodes()).containsExactlyInAnyOrderElementsOf(Published.in(stretch, whole.episodes()));
    }
}
