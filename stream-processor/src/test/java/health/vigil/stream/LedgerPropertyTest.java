package health.vigil.stream;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.schemas.DeviceLedger;
import health.vigil.schemas.ReceivedReading;
import health.vigil.stream.samples.Input;
import health.vigil.stream.samples.ReceivedReadings;
import health.vigil.stream.samples.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The stages' counts agree with one another and with what is there, whatever came in whatever order.
class LedgerPropertyTest {

    private static final Instant BEGINNING = Instant.parse("2026-03-27T00:00:00Z");
    private static final DeviceLedger NOTHING =
            new DeviceLedger(new UUID(0, 0), 0L, 0L, 0L, 0L, 0L, 0L, 0L, List.of(), 0L, 0L);

    @Property(tries = 12)
    void everyReadingThatWasReceivedIsADuplicateOrAttributedOrMarkedOrHeld(
            @ForAll(supplier = World.Any.class) World world, @ForAll Random random) {
        var arriving = world.arrival(random);

        try (var pipeline = run(arriving, random)) {
            for (var device : ReceivedReadings.DEVICES) {
                var copies = received(arriving, device).toList();
                var entry = pipeline.devices().getOrDefault(device, NOTHING);
                var distinct =
                        copies.stream().map(ReceivedReading::getId).distinct().count();
                assertThat(entry.getReceived()).isEqualTo(copies.size());
                assertThat(entry.getDuplicates()).isEqualTo(copies.size() - distinct);
                assertThat(entry.getAttributed() + entry.getMarked() + entry.getHeld())
                        .isEqualTo(distinct);
            }
        }
    }

    @Property(tries = 12)
    void theCountsAreThoseOfTheReadingsThatAreThere(
            @ForAll(supplier = World.Any.class) World world, @ForAll Random random) {
        try (var pipeline = run(world.arrival(random), random)) {
            var state = pipeline.view().endState();
            Map<UUID, Long> attributed = state.readings().stream()
                    .collect(groupingBy(reading -> reading.getReading().getDeviceId(), counting()));
            Map<UUID, Long> held = state.held().stream()
                    .collect(groupingBy(reading -> reading.getReading().getDeviceId(), counting()));
            Map<UUID, Long> evaluated =
                    state.readings().stream().collect(groupingBy(reading -> reading.getPatientId(), counting()));
            for (var device : ReceivedReadings.DEVICES) {
                var entry = pipeline.devices().getOrDefault(device, NOTHING);
                assertThat(entry.getAttributed()).isEqualTo(attributed.getOrDefault(device, 0L));
                assertThat(entry.getHeld()).isEqualTo(held.getOrDefault(device, 0L));
            }
            for (var patient : World.PATIENTS) {
                var entry = Optional.ofNullable(pipeline.patients().get(patient));
                assertThat(entry.map(known -> known.getEvaluated()).orElse(0L))
                        .isEqualTo(evaluated.getOrDefault(patient, 0L));
            }
        }
    }

    private static Stream<ReceivedReading> received(List<Input> inputs, UUID device) {
        return inputs.stream()
                .flatMap(input -> input instanceof Input.Received(var reading) ? Stream.of(reading) : Stream.empty())
                .filter(reading -> reading.getDeviceId().equals(device));
    }

    private static Pipeline run(List<Input> arriving, Random random) {
        var pipeline = new Pipeline(BEGINNING);
        for (var input : arriving) {
            pipeline.take(input);
            if (random.nextInt(60) == 0) {
                pipeline.restart();
            }
        }
        pipeline.pass(Duration.ofDays(20));
        return pipeline;
    }
}
