package health.vigil.kit.run;

import io.micrometer.core.instrument.MeterRegistry;

/// How a running service tells of itself.
public record Telemetry(Metrics metrics, Health health) {

    public MeterRegistry meters() {
        return metrics.registry();
    }
}
