package health.vigil.gateway.decoding;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Unit;
import health.vigil.clinical.vitals.Value;
import health.vigil.gateway.decoding.Octets.Sfloat;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReadingContext;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The raw value of a Bluetooth characteristic, as a hub got it from a device: blood pressure (0x2A35), glucose
/// (0x2A18) and its context (0x2A34), weight (0x2A9D), by the Bluetooth GATT specification supplement.
final class GattReadings {

    private static final BigDecimal MG_PER_DL = BigDecimal.valueOf(100_000);
    private static final BigDecimal MMOL_PER_L = BigDecimal.valueOf(1000);
    private static final BigDecimal SI_STEP = new BigDecimal("0.005");
    private static final BigDecimal IMPERIAL_STEP = new BigDecimal("0.01");

    private static final int UNKNOWN_USER = 0xFF;
    private static final int UNSUCCESSFUL = 0xFFFF;
    private static final int CONTROL_SOLUTION_TYPE = 10;
    private static final int CONTROL_SOLUTION_LOCATION = 4;
    private static final int OFFSET_OVERRUN = 0x7FFF;
    private static final int OFFSET_UNDERRUN = -0x8000;
    private static final int KETONES = 6;

    // Bits of the status of a glucose measurement.
    private static final int MALFUNCTION = 1;
    private static final int TOO_HIGH = 5;
    private static final int TOO_LOW = 6;
    private static final int INTERRUPTED = 9;
    private static final int FAULT = 10;
    private static final int TIME_FAULT = 11;

    private final Message message;
    private final UUID device;
    private final Octets octets;

    GattReadings(Message message, UUID device) {
        this.message = message;
        this.device = device;
        this.octets = new Octets(message.payload());
    }

    /// @param path the characteristic, then the model where it is one with a [Quirk]
    Decoded decode(String path) {
        var levels = path.split("/", 2);
        try {
            return switch (levels[0].toUpperCase(Locale.ROOT)) {
                case "2A35" -> accept(bloodPressure(levels.length == 1 ? Quirk.NONE : Quirk.of(levels[1])));
                case "2A18" -> accept(glucose());
                case "2A34" -> new Decoded.Context(context());
                case "2A9D" -> accept(weight());
                default ->
                    throw new RefusedException(
                            Reason.TOPIC_UNKNOWN, "The characteristic must be 2A35, 2A18, 2A34 or 2A9D.");
            };
        } catch (RefusedException refused) {
            return Decoder.rejected(message, message.payload(), refused);
        }
    }

    private Decoded accept(Candidate candidate) throws RefusedException {
        return new Decoded.Accepted(candidate.check(Origin.GATT, device, message, message.deviceNow()));
    }

    private static boolean isSet(int flags, int bit) {
        return (flags >> bit & 1) != 0;
    }

    private Unit unit(Unit said) throws RefusedException {
        return Words.unit(said.ucum(), message.correction());
    }

    private Candidate bloodPressure(Quirk quirk) throws RefusedException {
        var flags = octets.u8();
        var unit = unit(isSet(flags, 0) ? Unit.KILOPASCAL : Unit.MILLIMETRE_OF_MERCURY);
        var systolic = octets.sfloat();
        var diastolic = octets.sfloat();
        var mean = octets.sfloat();
        var time = isSet(flags, 1) ? new Time(octets.dateTime()) : Time.NOT_SAID;
        var pulse = isSet(flags, 2)
                ? Octets.sfloat(quirk.bigEndianPulse() ? octets.u16BigEndian() : octets.u16())
                : new Sfloat.Absent();
        var user = isSet(flags, 3) || quirk.userWithoutFlag() ? user() : null;
        if (isSet(flags, 4)) {
            octets.u16();
        }
        octets.end();
        if (!(systolic instanceof Sfloat.Finite) || !(diastolic instanceof Sfloat.Finite)) {
            throw failed();
        }
        var measurements = new EnumMap<Metric, Value>(Metric.class);
        put(measurements, Metric.SYSTOLIC, systolic, unit);
        put(measurements, Metric.DIASTOLIC, diastolic, unit);
        if (!(quirk.zeroMeansAbsent() && isZero(mean))) {
            put(measurements, Metric.MEAN_ARTERIAL_PRESSURE, mean, unit);
        }
        put(measurements, Metric.PULSE, pulse, Unit.PER_MINUTE);
        return candidate(ReadingKind.BLOOD_PRESSURE, time, measurements, Candidate.Details.ofUser(user));
    }

    private static boolean isZero(Sfloat sfloat) {
        return sfloat instanceof Sfloat.Finite(var value) && value.signum() == 0;
    }

    private static void put(Map<Metric, Value> measurements, Metric metric, Sfloat sfloat, Unit unit)
            throws RefusedException {
        if (sfloat instanceof Sfloat.Finite(var number)) {
            measurements.put(metric, Words.number(metric, metric.code(), number, unit));
        }
    }

    private @Nullable Integer user() throws RefusedException {
        var user = octets.u8();
        return user == UNKNOWN_USER ? null : user;
    }

    private Candidate glucose() throws RefusedException {
        var flags = octets.u8();
        var sequence = octets.u16();
        var time = new Time(octets.dateTime());
        if (isSet(flags, 0)) {
            time = time.offset(octets.s16());
        }
        var concentration = isSet(flags, 1) ? octets.sfloat() : null;
        var typeAndLocation = isSet(flags, 1) ? octets.u8() : 0;
        var status = isSet(flags, 3) ? octets.u16() : 0;
        octets.end();
        if ((typeAndLocation & 0xF) == CONTROL_SOLUTION_TYPE || typeAndLocation >> 4 == CONTROL_SOLUTION_LOCATION) {
            throw new RefusedException(Reason.CONTROL_SOLUTION, "This is a test with control solution.");
        }
        if (concentration == null) {
            throw new RefusedException(Reason.VALUE_MISSING, "The measurement holds no concentration.");
        }
        var measurements = Map.of(Metric.GLUCOSE, concentration(concentration, isSet(flags, 2), status));
        var details = new Candidate.Details(null, null, null, false, null, (long) sequence, isSet(flags, 4));
        var candidate = candidate(
                ReadingKind.GLUCOSE, isSet(status, TIME_FAULT) ? time.withDoubt() : time, measurements, details);
        // Only of values that can be: another one is implausible whatever the device says of it.
        if (candidate.isPlausible()
                && (isSet(status, MALFUNCTION) || isSet(status, INTERRUPTED) || isSet(status, FAULT))) {
            throw failed();
        }
        return candidate;
    }

    private Value concentration(Sfloat concentration, boolean molar, int status) throws RefusedException {
        if (isSet(status, TOO_HIGH)) {
            return Value.OutOfRange.HIGH;
        }
        if (isSet(status, TOO_LOW)) {
            return Value.OutOfRange.LOW;
        }
        return switch (concentration) {
            case Sfloat.Infinite(var positive) -> positive ? Value.OutOfRange.HIGH : Value.OutOfRange.LOW;
            case Sfloat.Absent() -> throw failed();
            case Sfloat.Finite(var number) ->
                Words.number(
                        Metric.GLUCOSE,
                        Metric.GLUCOSE.code(),
                        number.multiply(molar ? MMOL_PER_L : MG_PER_DL),
                        unit(molar ? Unit.MILLIMOLE_PER_LITRE : Unit.MILLIGRAM_PER_DECILITRE));
        };
    }

    private ReadingContext context() throws RefusedException {
        var flags = octets.u8();
        var sequence = octets.u16();
        if (isSet(flags, 7)) {
            octets.u8();
        }
        if (isSet(flags, 0)) {
            octets.skip(3);
        }
        var meal = isSet(flags, 1) ? octets.u8() : 0;
        if (isSet(flags, 2)) {
            octets.u8();
        }
        if (isSet(flags, 3)) {
            octets.skip(3);
        }
        if (isSet(flags, 4)) {
            octets.skip(3);
        }
        if (isSet(flags, 6)) {
            octets.u16();
        }
        octets.end();
        return new ReadingContext(device, (long) sequence, message.receivedAt(), meal(meal), meal == KETONES);
    }

    private static @Nullable MealContext meal(int number) {
        return switch (number) {
            case 1 -> MealContext.BEFORE_MEAL;
            case 2 -> MealContext.AFTER_MEAL;
            case 3 -> MealContext.FASTING;
            case 4 -> MealContext.CASUAL;
            case 5 -> MealContext.BEDTIME;
            default -> null;
        };
    }

    private Candidate weight() throws RefusedException {
        var flags = octets.u8();
        var weight = octets.u16();
        var time = isSet(flags, 1) ? new Time(octets.dateTime()) : Time.NOT_SAID;
        var user = isSet(flags, 2) ? user() : null;
        if (isSet(flags, 3)) {
            octets.u16();
            octets.u16();
        }
        octets.end();
        if (weight == UNSUCCESSFUL) {
            throw failed();
        }
        var imperial = isSet(flags, 0);
        var value = Words.number(
                Metric.WEIGHT,
                Metric.WEIGHT.code(),
                BigDecimal.valueOf(weight).multiply(imperial ? IMPERIAL_STEP : SI_STEP),
                unit(imperial ? Unit.POUND : Unit.KILOGRAM));
        return candidate(ReadingKind.WEIGHT, time, Map.of(Metric.WEIGHT, value), Candidate.Details.ofUser(user));
    }

    private static RefusedException failed() {
        return new RefusedException(Reason.MEASUREMENT_FAILED, "The device says that its measurement failed.");
    }

    private static Candidate candidate(
            ReadingKind kind, Time time, Map<Metric, Value> measurements, Candidate.Details details) {
        return new Candidate(kind, time.said().map(SaidTime.Local::new), time.doubted(), measurements, details);
    }

    /// What the device's clock showed. A device that sends no time at all measured just now; one that sends a time
    /// without a date has a clock that is not set.
    private record Time(Optional<LocalDateTime> said, boolean doubted) {

        static final Time NOT_SAID = new Time(Optional.empty(), false);

        Time(Optional<LocalDateTime> said) {
            this(said, said.isEmpty());
        }

        /// What the user set the clock by, in minutes; beyond what two bytes hold, nobody knows.
        Time offset(int minutes) {
            return minutes == OFFSET_OVERRUN || minutes == OFFSET_UNDERRUN
                    ? withDoubt()
                    : new Time(said.map(time -> time.plusMinutes(minutes)), doubted);
        }

        Time withDoubt() {
            return new Time(said, true);
        }
    }
}
