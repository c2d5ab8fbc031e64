package health.vigil.clinical.vitals;

/// What a device says of one metric: a number, or that it is beyond what the meter can measure.
public sealed interface Value {

    /// A number in the metric's canonical unit.
    record Exact(double number) implements Value {
        public Exact {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("not a finite number");
            }
        }
    }

    /// HI or LO on the meter's display (typically above 600 or below 20 mg/dL): a reading, but without a number.
    enum OutOfRange implements Value {
        HIGH("HI"),
        LOW("LO");

        private final String display;

        OutOfRange(String display) {
            this.display = display;
        }

        public String display() {
            return display;
        }
    }

    /// Where the value stands against limits: HI is beyond every upper limit, LO beyond every lower one.
    default double rank() {
        return switch (this) {
            case Exact(double number) -> number;
            case OutOfRange outside -> outside == OutOfRange.HIGH ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        };
    }
}
