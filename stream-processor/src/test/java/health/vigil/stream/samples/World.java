package health.vigil.stream.samples;

import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PatientZone;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.ReadingContext;
import health.vigil.schemas.ReadingMark;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Verdict;
import health.vigil.schemas.Withdrawal;
import health.vigil.schemas.WithdrawalStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
                                    assigned(), planned(), corrected(copies), withdrawn(copies), said(), told())
                            .as((assigned, planned, corrected, withdrawn, said, told) -> new World(
                                    Stream.of(received(copies), assigned, planned, corrected, withdrawn, said, told)
                                            .flatMap(all -> all)
                                            .toList())))
                    .withoutEdgeCases();
        }
    }

    private static final List<String> ZONES =
            List.of("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe", "Etc/GMT+12");

    /// By how much clocks are behind.
    private static final List<String> WRONG = List.of("PT0S", "PT2M", "PT3H", "P40D", "P400D", "PT-3H", "P-40D");

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
                .as(World::status);
        return status.list().ofMaxSize(6).map(all -> all.stream().map(Input.Said::new));
    }

    private static DeviceStatus status(UUID device, Instant at) {
        var chance = Math.floorMod(NameBased.uuid(device, at).hashCode(), 60);
        var shows = at.minus(Duration.parse(WRONG.get(chance % WRONG.size())));
        var status = new DeviceStatus(device, chance % 2 == 0, null, null, at, null, null, null);
        switch (chance % 3) {
            case 0 -> status.setDeviceNow(shows);
            case 1 -> status.setLocalNow(shows.atOffset(ZoneOffset.UTC).toLocalDateTime() + ":00");
            default -> {}
        }
        return status;
    }

    /// What devices say of their readings by number.
    private static Arbitrary<Stream<Input>> told() {
        var context = Combinators.combine(
                        Arbitraries.of(ReceivedReadings.DEVICES),
                        Arbitraries.longs().between(0, 2),
                        Calendar.moments(),
                        Arbitraries.of(MealContext.class).optional(0.7),
                        Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)))
                .as((device, number, at, meal, ketone) ->
                        new ReadingContext(device, number, at, meal.orElse(null), ketone));
        return context.list().ofMaxSize(8).map(all -> all.stream().map(Input.Told::new));
    }

    private static Arbitrary<Stream<Input>> assigned() {
        var some = Combinators.combine(
                        Arbitraries.of(ReceivedReadings.DEVICES),
                        assignments().list().ofMaxSize(4),
                        Calendar.moments().optional(0.5),
                        zones().list().ofMaxSize(4))
                .as((device, all, registered, zones) ->
                        new DeviceAssignments(device, all, registered.orElse(null), zones));
        return some.list().ofMaxSize(8).map(all -> all.stream().map(Input.Assigned::new));
    }

    private static Arbitrary<PatientZone> zones() {
        return Combinators.combine(Arbitraries.of(PATIENTS), Calendar.moments(), Arbitraries.of(ZONES))
                .as(PatientZone::new);
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
        var zones = Arbitraries.of(ZONES);
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
