package health.vigil.stream.samples;

import health.vigil.clinical.vitals.NameBased;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PlanVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Everything that ever comes: readings of a few devices, who used them when, and the plans of a few patients.
public record World(List<Input> inputs) {

    public static final List<UUID> PATIENTS = IntStream.range(0, 3)
            .mapToObj(number -> NameBased.uuid("patient", number))
            .toList();

    private static final Instant LONG_BEFORE = Instant.parse("2026-01-01T00:00:00Z");

    /// The inputs as they may arrive: in any order, any of them twice.
    public List<Input> arrival(Random random) {
        var arriving = new ArrayList<>(inputs);
        inputs.stream().filter(_ -> random.nextInt(3) == 0).forEach(arriving::add);
        Collections.shuffle(arriving, random);
        return arriving;
    }

    /// Generates worlds.
    public static final class Any implements ArbitrarySupplier<World> {

        @Override
        public Arbitrary<World> get() {
            var readings = ReceivedReadings.copies().list().ofMaxSize(40).map(copies -> copies.stream()
                    .flatMap(List::stream)
                    .<Input>map(Input.Received::new));
            return Combinators.combine(readings, assigned(), planned())
                    .as((received, assigned, planned) -> new World(Stream.of(received, assigned, planned)
                            .flatMap(all -> all)
                            .toList()))
                    .withoutEdgeCases();
        }
    }

    private static Arbitrary<Stream<Input>> assigned() {
        var some = Combinators.combine(
                        Arbitraries.of(ReceivedReadings.DEVICES),
                        assignments().list().ofMaxSize(4))
                .as((device, all) -> new DeviceAssignments(device, all));
        return some.list().ofMaxSize(8).map(all -> all.stream().map(Input.Assigned::new));
    }

    private record Period(Instant from, Optional<Instant> until) {}

    private static Arbitrary<Assignment> assignments() {
        var always = Arbitraries.just(new Period(LONG_BEFORE, Optional.empty()));
        var limited = Combinators.combine(Calendar.moments(), Calendar.moments().optional(0.5))
                .as(Period::new)
                .filter(period -> period.until()
                        .filter(end -> !end.isAfter(period.from()))
                        .isEmpty());
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(1, always), Tuple.of(2, limited)),
                        Arbitraries.of(1, 2).optional(0.3),
                        Arbitraries.of(PATIENTS))
                .as(World::assignment);
    }

    private static Assignment assignment(Period period, Optional<Integer> slot, UUID patient) {
        return new Assignment(
                NameBased.uuid(period, slot, patient),
                slot.orElse(null),
                patient,
                period.from(),
                period.until().orElse(null));
    }

    private static Arbitrary<Stream<Input>> planned() {
        var zones = Arbitraries.of(
                "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe", "Etc/GMT+12");
        var versions = Combinators.combine(Calendar.moments(), zones)
                .as((from, zone) -> new PlanVersion(1, from, zone))
                .list()
                .ofMaxSize(3);
        var some = Combinators.combine(Arbitraries.of(PATIENTS), versions).as(PatientPlans::new);
        return some.list().ofMaxSize(6).map(all -> all.stream().map(Input.Planned::new));
    }
}
