package health.vigil.stream;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.stream.samples.Input;
import health.vigil.stream.samples.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Order and repetition change nothing: whatever came in whatever order, the topics end up telling the same.
class TopologyPropertyTest {

    private static final Instant BEGINNING = Instant.parse("2026-03-27T00:00:00Z");
    private static final Instant END = Instant.parse("2026-04-25T00:00:00Z");

    @Property(tries = 20)
    void endsWithWhatTheSetsOfRecordsDefineInWhateverOrderAndHoweverOftenTheyCome(
            @ForAll(supplier = World.Any.class) World world, @ForAll Random random) {
        var arriving = world.arrival(random);

        var view = run(arriving, random, false);

        assertThat(view.endState()).isEqualTo(Truth.of(arriving, END));
    }

    @Property(tries = 8)
    void goesOnAfterARestartAsIfNothingHadHappened(
            @ForAll(supplier = World.Any.class) World world, @ForAll Random random) {
        var arriving = world.arrival(random);

        var view = run(arriving, random, true);

        assertThat(view.endState()).isEqualTo(Truth.of(arriving, END));
        assertThat(view.faults()).isEmpty();
    }

    @Property(tries = 8)
    void putsEveryReadingInExactlyOnePlace(@ForAll(supplier = World.Any.class) World world, @ForAll Random random) {
        var unmarked = world.arrival(random).stream()
                .filter(input -> !(input instanceof Input.Corrected))
                .toList();
        var state = run(unmarked, random, false).endState();

        var received = world.inputs().stream()
                .flatMap(input ->
                        input instanceof Input.Received(var reading) ? Stream.of(reading.getId()) : Stream.empty())
                .distinct()
                .toList();
        var attributed =
                state.readings().stream().map(reading -> reading.getReading().getId());
        var held = state.held().stream().map(reading -> reading.getReading().getId());
        assertThat(Stream.concat(attributed, held)).containsExactlyInAnyOrderElementsOf(received);
    }

    @Property(tries = 8)
    void countsRevisionsUpAndNamesSuccessorsThatAreThere(
            @ForAll(supplier = World.Any.class) World world, @ForAll Random random) {
        var view = run(world.arrival(random), random, false);

        assertThat(view.faults()).isEmpty();
    }

    @Property(tries = 8)
    void leavesAPatientAloneWhateverOtherPeoplesDevicesSend(
            @ForAll(supplier = World.Any.class) World world, @ForAll Random random) {
        var patient = World.PATIENTS.getFirst();
        var own = new ArrayList<Input>();
        var others = new ArrayList<Input>();
        world.arrival(random).forEach(input -> (concerns(patient, world, input) ? own : others).add(input));

        var amongOthers = run(interleaved(own, others, random), random, false);

        assertThat(amongOthers.endState().of(patient))
                .isEqualTo(run(own, random, false).endState().of(patient));
    }

    private static boolean concerns(UUID patient, World world, Input input) {
        return switch (input) {
            case Input.Planned(var plans) -> plans.getPatientId().equals(patient);
            case Input.Assigned(var assignments) -> isEverUsedBy(patient, world, assignments.getDeviceId());
            case Input.Received(var reading) -> isEverUsedBy(patient, world, reading.getDeviceId());
            case Input.Corrected(var marks) -> isEverUsedBy(patient, world, marks.getDeviceId());
            case Input.Withdrawn(var one) -> isEverUsedBy(patient, world, one.getDeviceId());
            case Input.Told(var context) -> isEverUsedBy(patient, world, context.getDeviceId());
            case Input.Said(var status) -> isEverUsedBy(patient, world, status.getDeviceId());
        };
    }

    private static boolean isEverUsedBy(UUID patient, World world, UUID device) {
        return world.inputs().stream()
                .anyMatch(input -> input instanceof Input.Assigned(var all)
                        && all.getDeviceId().equals(device)
                        && all.getAssignments().stream()
                                .anyMatch(
                                        assignment -> assignment.getPatientId().equals(patient)));
    }

    private static List<Input> interleaved(List<Input> own, List<Input> others, Random random) {
        var mixed = new ArrayList<>(own);
        others.forEach(other -> mixed.add(random.nextInt(mixed.size() + 1), other));
        return mixed;
    }

    private static View run(List<Input> arriving, Random random, boolean restarting) {
        try (var pipeline = new Pipeline(BEGINNING)) {
            for (var input : arriving) {
                pipeline.take(input);
                if (random.nextInt(4) == 0) {
                    pipeline.pass(Duration.ofMinutes(random.nextInt(600)));
                }
                if (restarting && random.nextInt(20) == 0) {
                    pipeline.restart();
                }
            }
            pipeline.pass(Duration.between(pipeline.now().plusSeconds(2), END));
            return pipeline.view();
        }
    }
}
