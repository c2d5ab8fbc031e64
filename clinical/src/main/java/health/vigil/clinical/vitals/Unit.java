package health.vigil.clinical.vitals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;

/// The units that home devices send, by their UCUM code, with the spellings seen in the wild.
///
/// Factors: 1 kPa = 7.50062 mm[Hg] (133.322387415 Pa each); 18.0156 mg/dL per mmol/L of glucose (molar mass
/// 180.156 g/mol, LOINC); 1 lb = 0.45359237 kg; 1 st = 14 lb.
public enum Unit {
    MILLIMETRE_OF_MERCURY("mm[Hg]", Dimension.PRESSURE, "1", "mmHg"),
    KILOPASCAL("kPa", Dimension.PRESSURE, "7.50061682704", "kPa"),
    PASCAL("Pa", Dimension.PRESSURE, "0.00750061682704", "Pa"),
    PER_MINUTE("/min", Dimension.FREQUENCY, "1", "/min bpm"),
    MILLIGRAM_PER_DECILITRE("mg/dL", Dimension.GLUCOSE, "1", "mg/dL mg/dl"),
    MILLIMOLE_PER_LITRE("mmol/L", Dimension.GLUCOSE, "18.0156", "mmol/L mmol/l"),
    KILOGRAM_PER_CUBIC_METRE("kg/m3", Dimension.GLUCOSE, "100", "kg/m3"),
    KILOGRAM("kg", Dimension.MASS, "1", "kg"),
    GRAM("g", Dimension.MASS, "0.001", "g"),
    POUND("[lb_av]", Dimension.MASS, "0.45359237", "lb lbs"),
    STONE("[stone_av]", Dimension.MASS, "6.35029318", "st");

    // The last argument: other spellings, separated by blanks; the first is what people write.

    private enum Dimension {
        PRESSURE,
        FREQUENCY,
        GLUCOSE,
        MASS
    }

    private final String ucum;
    private final Dimension dimension;
    private final BigDecimal factor;
    private final String spellings;

    Unit(String ucum, Dimension dimension, String factor, String spellings) {
        this.ucum = ucum;
        this.dimension = dimension;
        this.factor = new BigDecimal(factor);
        this.spellings = spellings;
    }

    /// The UCUM code, e.g. `mm[Hg]`.
    public String ucum() {
        return ucum;
    }

    /// As people write it, e.g. `mmHg`.
    public String display() {
        return spellings.split(" ", 2)[0];
    }

    /// The unit of that UCUM code or common spelling; empty when nobody knows it.
    public static Optional<Unit> of(String code) {
        return Arrays.stream(values())
                .filter(unit -> unit.ucum.equals(code)
                        || Arrays.asList(unit.spellings.split(" ", -1)).contains(code))
                .findFirst();
    }

    boolean measuresSameAs(Unit other) {
        return dimension == other.dimension;
    }

    /// The same quantity in another unit of the same dimension.
    BigDecimal convert(BigDecimal value, Unit target) {
        return this == target ? value : value.multiply(factor).divide(target.factor, MathContext.DECIMAL64);
    }
}
