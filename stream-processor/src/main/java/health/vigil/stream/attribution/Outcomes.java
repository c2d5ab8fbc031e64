package health.vigil.stream.attribution;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What becomes of received readings.
record Outcomes(Counter attributed, Counter held, Counter duplicate) {

    Outcomes(MeterRegistry meters) {
        this(counter(meters, "attributed"), counter(meters, "held"), counter(meters, "duplicate"));
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("vigil.stream.readings")
                .description("Received readings by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }
}
