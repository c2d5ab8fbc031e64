package health.vigil.clinical.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.vitals.Context;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// What is published step by step is at any time what the whole of it says: while readings come, change and go, time
/// passes, the plan changes and devices are heard of.
class IncrementPropertyTest {

    private static final int TRIES = 150;

    @Property(tries = TRIES)
    void keepsWhatIsPublishedEqualToTheWholeWhileReadingsComeChangeAndGo(
            @ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        var run = new Run(life, random);

        while (run.isAnyComing()) {
            run.change();
            run.check();
        }
    }

    @Property(tries = TRIES)
    void keepsWhatIsPublishedEqualToTheWholeWhileTimePasses(
            @ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        var run = new Run(life, random);

        while (run.isAnyComing()) {
            if (random.nextInt(3) == 0) {
                run.pass();
            } else {
                run.change();
            }
            run.check();
        }
    }

    @Property(tries = TRIES)
    void keepsWhatIsPublishedEqualToTheWholeWhateverHappens(
            @ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        var run = new Run(life.at(life.now().minus(Duration.ofDays(20))), random);

        while (run.isAnyComing()) {
            switch (random.nextInt(8)) {
                case 0 -> run.pass();
                case 1 -> run.plan();
                case 2 -> run.hear();
                default -> run.change();
            }
            run.check();
        }
    }

    /// One life step by step.
    private static final class Run {

        private final Life whole;
        private final Random random;
        private final Published published;
        private final List<Reading> coming;
        private final List<Reading> present = new ArrayList<>();
        private Life life;

        Run(Life whole, Random random) {
            this.whole = whole;
            this.random = random;
            this.coming = new ArrayList<>(whole.readings());
            Collections.shuffle(coming, random);
            this.life = whole.with(List.of());
            this.published = new Published(life, random.nextBoolean());
            published.planned(life.planned(noRules()), life);
        }

        private NavigableMap<Instant, CarePlan> noRules() {
            var plan = life.versions().firstEntry().getValue();
            var empty = new CarePlan("none", plan.zone(), List.of(), plan.targets(), List.of(), plan.lateAfter());
            return new TreeMap<>(Map.of(life.versions().firstKey(), empty));
        }

        boolean isAnyComing() {
            return !coming.isEmpty();
        }

        /// One more reading, one fewer, or one that says something else.
        void change() {
            var changed = changeOne();
            life = life.with(present);
            published.changed(life, changed);
        }

        private Reading changeOne() {
            var dice = present.isEmpty() ? 0 : random.nextInt(12);
            if (dice < 8) {
                present.add(coming.removeLast());
                return present.getLast();
            }
            var index = random.nextInt(present.size());
            if (dice == 8) {
                return present.remove(index);
            }
            present.set(index, other(present.get(index), dice));
            return present.get(index);
        }

        private Reading other(Reading reading, int dice) {
            var like = present.stream()
                    .filter(each -> each.kind() == reading.kind())
                    .toList();
            var another = like.get(random.nextInt(like.size()));
            return switch (dice) {
                case 9 ->
                    Readings.in(
                            new Context(
                                    another.context().meal(),
                                    another.context().posture(),
                                    !reading.context().confirmed()),
                            reading);
                case 10 -> Readings.withSuspectClock(reading);
                default -> Readings.measuring(another.measurements(), reading);
            };
        }

        void pass() {
            var minutes = random.nextBoolean() ? random.nextInt(20) : random.nextInt(4_000);
            life = life.at(life.now().plus(Duration.ofMinutes(minutes)));
            if (random.nextBoolean()) {
                published.passes(life);
            }
        }

        /// Some of the versions, or all of them.
        void plan() {
            var versions = new TreeMap<>(whole.versions());
            whole.versions().keySet().stream()
                    .filter(_ -> versions.size() > 1 && random.nextInt(3) == 0)
                    .forEach(versions::remove);
            var before = life;
            life = life.planned(versions);
            published.planned(before, life);
        }

        void hear() {
            var devices = new ArrayList<>(whole.presence().devices());
            Collections.shuffle(devices, random);
            life = life.heard(new Presence(devices.subList(0, random.nextInt(devices.size() + 1))));
            published.heard(life);
        }

        void check() {
            if (!isAnyComing() || random.nextInt(8) == 0) {
                published.passes(life);
                var outcome = life.evaluation().whole();
                assertThat(published.episodes()).isEqualTo(Set.copyOf(outcome.episodes()));
                assertThat(published.days()).isEqualTo(Set.copyOf(outcome.days()));
            }
        }
    }
}
