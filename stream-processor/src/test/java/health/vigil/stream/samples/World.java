package health.vigil.stream.samples;

import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.ReadingMark;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Verdict;
import health.vigil.schemas.Withdrawal;
import health.vigil.schemas.WithdrawalStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
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
            return ReceivedReadings.copies()
                    .list()
                    .ofMaxSize(40)
                    .flatMap(copies -> Combinators.combine(
                                    assigned(), planned(), corrected(copies), withdrawn(copies), said())
                            .as((assigned, planned, corrected, withdrawn, said) ->
                                    new World(Stream.of(received(copies), assigned, planned, corrected, withdrawn, said)
                                            .flatMap(all -> all)
                                            .toList())))
                    .withoutEdgeCases();
        }
    }

    private static Stream<Input> received(List<List<ReceivedReading>> copies) {
        return copies.stream().flatMap(List::stream).map(Input.Received::new);
    }

    /// What people say of the readings, and take back by saying another time without it.
    private static Arbitrary<Stream<Input>> corrected(List<List<ReceivedReading>> copies) {
        if (copies.isEmpty()) {
            return Arbitraries.just(Stream.<Input>empty()).map(_ -> Stream.empty());
        }
        var mark = Combinators.combine(
                        Arbitraries.of(copies).map(List::getFirst),
                        Arbitraries.of(PATIENTS),
                        Arbitraries.of(Verdict.class))
                .as(World::mark);
        return Combinators.combine(
                        Arbitraries.of(ReceivedReadings.DEVICES), mark.list().ofMaxSize(6))
                .as(World::corrections)
                .list()
                .ofMaxSize(4)
                .map(all -> all.stream().map(Input.Corrected::new));
    }

    private record Marked(UUID device, ReadingMark mark) {}

    private static Marked mark(ReceivedReading reading, UUID patient, Verdict verdict) {
        return new Marked(
                reading.getDeviceId(),
                new ReadingMark(
                        reading.getId(), reading.getMeasuredAt(), patient, verdict, LONG_BEFORE, "the neighbour"));
    }

    /// At most one mark of a reading for a patient.
    private static DeviceCorrections corrections(UUID device, List<Marked> marks) {
        var own = new LinkedHashMap<List<UUID>, ReadingMark>();
        marks.stream()
                .filter(marked -> marked.device().equals(device))
                .map(Marked::mark)
                .forEach(mark -> own.put(List.of(mark.getReadingId(), mark.getPatientId()), mark));
        return new DeviceCorrections(device, List.copyOf(own.values()));
    }

    /// What people decide of single readings, and take back.
    private static Arbitrary<Stream<Input>> withdrawn(List<List<ReceivedReading>> copies) {
        if (copies.isEmpty()) {
            return Arbitraries.just(Stream.<Input>empty()).map(_ -> Stream.empty());
        }
        return Combinators.combine(Arbitraries.of(copies).map(List::getFirst), Arbitraries.of(WithdrawalStatus.class))
                .as((reading, status) -> new Withdrawal(
                        reading.getDeviceId(), reading.getId(), reading.getMeasuredAt(), status, LONG_BEFORE))
                .list()
                .ofMaxSize(6)
                .map(all -> all.stream().map(Input.Withdrawn::new));
    }

    /// At each moment a device says one thing only.
    private static Arbitrary<Stream<Input>> said() {
        var status = Combinators.combine(Arbitraries.of(ReceivedReadings.DEVICES), Calendar.moments())
                .as((device, at) ->
                        new DeviceStatus(device, NameBased.uuid(device, at).hashCode() % 2 == 0, null, null, at, null));
        return status.list().ofMaxSize(6).map(all -> all.stream().map(Input.Said::new));
    }

    private static Arbitrary<Stream<Input>> assigned() {
        var some = Combinators.combine(
                        Arbitraries.of(ReceivedReadings.DEVICES),
                        assignments().list().ofMaxSize(4))
                .as((device, all) -> new DeviceAssignments(device, all, null, List.of()));
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
        var versions = Combinators.combine(
                        Calendar.moments(),
                        zones,
                        Arbitraries.of(Template.class).optional(0.7))
                .as((from, zone, template) -> version(from, zone, template))
                .list()
                .ofMaxSize(3);
        var some = Combinators.combine(Arbitraries.of(PATIENTS), versions).as(PatientPlans::new);
        return some.list().ofMaxSize(6).map(all -> all.stream().map(Input.Planned::new));
    }

    private static PlanVersion version(Instant from, String zone, Optional<Template> template) {
        var document = template.map(each -> PlanDocument.write(each.in(ZoneId.of(zone))));
        return new PlanVersion(1, from, zone, document.orElse(null));
    }
}
