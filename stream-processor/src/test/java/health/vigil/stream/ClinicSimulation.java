package health.vigil.stream;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.stream.samples.Input;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A clinic on a virtual clock: one seeded scheduler moves patients, devices, clinicians and faults, and the real
/// topology has to say, of whomever is looked at, exactly what the pure function says of all that has come so far.
final class ClinicSimulation implements AutoCloseable {

    private static final Instant BEGINNING = Instant.parse("2026-01-05T00:00:00Z");
    private static final List<Template> TEMPLATES = List.of(Template.values());
    private static final Duration LOOK_AROUND = Duration.ofHours(6);

    /// Something that happens at a moment; the number keeps the order of equals.
    private record Event(Instant at, long number, SimulatedPatient patient, Function<Instant, Input> happening) {}

    private final SplittableRandom random;
    private final List<SimulatedPatient> patients;
    private final PriorityQueue<Event> agenda =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
    private final Pipeline pipeline = new Pipeline(BEGINNING);
    private long numbers;
    private long steps;
    private long checks;
    private Instant stalledUntil = BEGINNING;
    private boolean caughtUp;

    ClinicSimulation(long seed, int count) {
        this.random = new SplittableRandom(seed);
        this.patients =
                IntStream.range(0, count).mapToObj(SimulatedPatient::new).toList();
        for (var patient : patients) {
            take(patient.assign(BEGINNING.minus(Duration.ofDays(400))));
            take(patient.plan(BEGINNING, patient.template.in(patient.zone)));
        }
    }

    /// Lives one more day of the clinic.
    void day(int number) {
        var day = LocalDate.ofInstant(BEGINNING, ZoneOffset.UTC).plusDays(number);
        patients.forEach(patient -> plan(patient, day));
        if (random.nextInt(12) == 0) {
            var from = at(day, LocalTime.of(random.nextInt(24), 0), ZoneOffset.UTC);
            stalledUntil = from.plus(Duration.ofMinutes(10 + random.nextInt(600)));
        }
        var end = at(day.plusDays(1), LocalTime.MIDNIGHT, ZoneOffset.UTC);
        for (var moment = pipeline.now(); moment.isBefore(end); moment = moment.plus(LOOK_AROUND)) {
            run(min(moment.plus(LOOK_AROUND), end));
        }
    }

    private void run(Instant until) {
        while (!agenda.isEmpty() && !agenda.peek().at().isAfter(until)) {
            var event = agenda.poll();
            passTo(event.at());
            take(event.happening().apply(pipeline.now()));
            steps++;
            // Sooner or later everybody is looked at, and who has just changed more often.
            if (random.nextInt(8) == 0) {
                check(event.patient());
            }
        }
        passTo(until);
        for (var i = 0; i < patients.size() / 20 + 1; i++) {
            check(patients.get(random.nextInt(patients.size())));
        }
    }

    private void passTo(Instant moment) {
        var ahead = Duration.between(pipeline.now(), moment);
        if (ahead.compareTo(Duration.ofSeconds(5)) > 0) {
            caughtUp = !moment.isBefore(stalledUntil);
            pipeline.pass(ahead.minusSeconds(2), caughtUp);
        }
    }

    private void take(Input input) {
        pipeline.take(input);
    }

    private void check(SimulatedPatient patient) {
        if (!caughtUp) {
            // Vigil itself lags, and must call nobody silent meanwhile; what it said before stays.
            return;
        }
        // A silence that a late reading seems to begin waits for the next look.
        pipeline.pass(Duration.ofSeconds(1), true);
        checks++;
        assertThat(pipeline.view().episodesOf(patient.id))
                .as("patient %s at %s", patient.id, pipeline.now())
                .isEqualTo(patient.demanded(pipeline.now()));
        assertThat(pipeline.view().goneWithoutReason(patient.id)).isEmpty();
        assertThat(pipeline.view().faults()).isEmpty();
    }

    /// What the day brings a patient: readings, delivered in time or not, and now and then something else.
    private void plan(SimulatedPatient patient, LocalDate day) {
        if (random.nextInt(15) == 0) {
            // Measures nothing today; sometimes the device says goodbye as well.
            if (random.nextBoolean()) {
                add(at(day, time(9, 12), patient.zone), patient, now -> patient.say(random.nextInt(3) == 0, now));
            }
            return;
        }
        for (var hour : new int[] {7, 19}) {
            if (random.nextInt(12) > 0) {
                measure(patient, at(day, time(hour, hour + 2), patient.zone));
            }
        }
        if (random.nextInt(60) == 0) {
            add(at(day, time(10, 17), patient.zone), patient, now -> changePlan(patient, now));
        }
        if (random.nextInt(40) == 0) {
            add(at(day, time(10, 17), patient.zone), patient, now -> correct(patient, now));
        }
    }

    private void measure(SimulatedPatient patient, Instant at) {
        var batch = new ArrayList<Function<Instant, Input>>();
        for (var kind : kinds(patient.template)) {
            var values = values(kind);
            batch.add(now -> patient.deliver(kind, at, now, values));
            if (kind == ReadingKind.BLOOD_PRESSURE && random.nextInt(4) == 0) {
                var again = values(kind);
                batch.add(now -> patient.deliver(kind, at.plusSeconds(150), now, again));
            }
        }
        var delay = delay();
        for (var delivery : batch) {
            add(at.plus(delay).plusSeconds(200 + random.nextInt(60)), patient, delivery);
            if (random.nextInt(15) == 0) {
                // Once more, hours later.
                add(at.plus(delay).plus(Duration.ofMinutes(random.nextInt(900))), patient, delivery);
            }
        }
    }

    private Duration delay() {
        return switch (random.nextInt(20)) {
            case 0 -> Duration.ofDays(1 + random.nextInt(20));
            case 1, 2 -> Duration.ofMinutes(random.nextInt(1200));
            default -> Duration.ZERO;
        };
    }

    private static List<ReadingKind> kinds(Template template) {
        return switch (template) {
            case STANDARD -> List.of(ReadingKind.values());
            case HYPERTENSION, PREGNANCY -> List.of(ReadingKind.BLOOD_PRESSURE);
            case DIABETES_INSULIN, DIABETES_TABLETS -> List.of(ReadingKind.GLUCOSE);
            case HEART_FAILURE -> List.of(ReadingKind.WEIGHT, ReadingKind.BLOOD_PRESSURE);
        };
    }

    private Map<Metric, Double> values(ReadingKind kind) {
        return switch (kind) {
            case BLOOD_PRESSURE -> {
                var systolic = 132 + gauss() * 18;
                yield Map.of(Metric.SYSTOLIC, systolic, Metric.DIASTOLIC, Math.min(systolic - 12, 80 + gauss() * 12));
            }
            case GLUCOSE -> Map.of(Metric.GLUCOSE, Math.max(30, 140 + gauss() * 55));
            case WEIGHT -> Map.of(Metric.WEIGHT, 81 + gauss() * 0.9 + (random.nextInt(40) == 0 ? 15 : 0));
        };
    }

    /// Another template, or another zone, from now or from some days ago on.
    private Input changePlan(SimulatedPatient patient, Instant now) {
        var zone = random.nextBoolean() ? patient.zone : ZoneId.of("Europe/Lisbon");
        var template = random.nextBoolean() ? patient.template : TEMPLATES.get(random.nextInt(TEMPLATES.size()));
        return patient.plan(later(now.minus(Duration.ofDays(random.nextInt(4))), BEGINNING), template.in(zone));
    }

    private Input correct(SimulatedPatient patient, Instant now) {
        var readings = patient.readings();
        return readings.isEmpty()
                ? patient.say(true, now)
                : patient.mark(readings.get(readings.size() - 1 - random.nextInt(Math.min(8, readings.size()))), now);
    }

    private void add(Instant at, SimulatedPatient patient, Function<Instant, Input> happening) {
        agenda.add(new Event(at, numbers++, patient, happening));
    }

    private LocalTime time(int fromHour, int untilHour) {
        return LocalTime.of(fromHour + random.nextInt(untilHour - fromHour), random.nextInt(60));
    }

    private static Instant at(LocalDate day, LocalTime time, ZoneId zone) {
        return day.atTime(time).atZone(zone).toInstant();
    }

    private double gauss() {
        return random.nextGaussian();
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    String summary() {
        return "%,d steps, %,d looks at a patient, %,d episodes so far"
                .formatted(steps, checks, pipeline.view().episodeCount());
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
