package health.vigil.clinical.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.evaluation.Evaluation.Outcome;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Readings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The evaluation over whole lives, against a slow and obvious one.
class EvaluationPropertyTest {

    @Property(tries = 600)
    void findsTheEpisodesThatTheRulesDefine(@ForAll(supplier = Lives.class) Life life) {
        var episodes = life.evaluation().whole().episodes();

        assertThat(episodes)
                .extracting(Finding::of)
                .containsExactlyInAnyOrderElementsOf(new EpisodeOracle(life).findings());
    }

    @Property(tries = 600)
    void summarisesEachLocalDayAndTheWeekThatEndsWithIt(@ForAll(supplier = Lives.class) Life life) {
        var days = life.evaluation().whole().days();

        assertThat(days.stream().flatMap(DayLine::of)).containsExactlyElementsOf(new DayOracle(life).lines());
    }

    @Property(tries = 600)
    void isTheSameInWhateverOrderAndHoweverOftenReadingsCame(
            @ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        var shuffled = new ArrayList<>(life.readings());
        life.readings().stream().filter(_ -> random.nextBoolean()).forEach(shuffled::add);
        Collections.shuffle(shuffled, random);

        var outcome = life.with(shuffled).evaluation().whole();

        assertThat(outcome).isEqualTo(life.evaluation().whole());
    }

    @Property(tries = 600)
    void keepsWhatIsPublishedEqualToTheWholeWhileReadingsComeChangeAndGo(
            @ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        var published = new Published();
        var arriving = new ArrayList<>(life.readings());
        Collections.shuffle(arriving, random);
        List<Reading> present = new ArrayList<>();

        while (!arriving.isEmpty()) {
            var changed = changeOne(present, arriving, random);
            published.update(life.with(present), changed.measuredAt());
            if (arriving.isEmpty() || random.nextInt(8) == 0) {
                assertIsWhole(published, life.with(present));
            }
        }
    }

    @Property(tries = 600)
    void saysNothingNewAroundAnyMomentOfAnUnchangedLife(
            @ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        Assume.that(!life.readings().isEmpty());
        var near = life.readings().get(random.nextInt(life.readings().size())).measuredAt();
        var moment = near.plus(Duration.ofMinutes(random.nextInt(-10_000, 10_000)));
        var whole = life.evaluation().whole();

        var around = life.evaluation().around(moment);

        assertThat(around.stretches()).allSatisfy(stretch -> assertIsPartOf(whole, stretch));
        assertThat(around.days()).filteredOn(day -> !day.metrics().isEmpty()).allSatisfy(day -> assertThat(whole.days())
                .contains(day));
    }

    @Property(tries = 600)
    void givesEachEpisodeTheIdOfItsRuleAndFirstReading(@ForAll(supplier = Lives.class) Life life) {
        var episodes = life.evaluation().whole().episodes();

        assertThat(episodes).extracting(Episode::id).doesNotHaveDuplicates();
        assertThat(episodes).allSatisfy(episode -> assertThat(episode.id())
                .isEqualTo(Episode.identify(
                        Life.PATIENT, episode.ruleId(), episode.first().id())));
    }

    @Property(tries = 600)
    void countsEveryTrustedReadingOnExactlyOneDay(@ForAll(supplier = Lives.class) Life life) {
        var days = life.evaluation().whole().days();

        var metric = life.kind().required().getFirst();
        assertThat(days).extracting(DaySummary::day).isSorted().doesNotHaveDuplicates();
        assertThat(days.stream()
                        .flatMap(day -> day.metrics().stream())
                        .filter(summary -> summary.metric() == metric)
                        .mapToInt(summary -> summary.below() + summary.inRange() + summary.above())
                        .sum())
                .isEqualTo(new Calendar(life).trusted().size());
    }

    /// One more reading, one fewer, or one that says something else. Gives the one that changed.
    private static Reading changeOne(List<Reading> present, List<Reading> arriving, Random random) {
        var dice = present.isEmpty() ? 0 : random.nextInt(10);
        if (dice < 8) {
            present.add(arriving.removeLast());
            return present.getLast();
        }
        var index = random.nextInt(present.size());
        if (dice == 8) {
            return present.remove(index);
        }
        var other = present.get(random.nextInt(present.size())).measurements();
        present.set(index, Readings.measuring(other, present.get(index)));
        return present.get(index);
    }

    private static void assertIsWhole(Published published, Life life) {
        var whole = life.evaluation().whole();
        assertThat(published.episodes()).isEqualTo(Set.copyOf(whole.episodes()));
        assertThat(published.days()).isEqualTo(whole.days());
    }

    private static void assertIsPartOf(Outcome whole, Stretch stretch) {
        var there = whole.episodes().stream()
                .filter(episode -> episode.ruleId().equals(stretch.ruleId()))
                .filter(episode -> Published.beginsIn(stretch, episode))
                .collect(Collectors.toSet());
        assertThat(stretch.after()).isBetween(Position.START, stretch.until());
        assertThat(stretch.episodes()).containsExactlyInAnyOrderElementsOf(there);
    }
}
