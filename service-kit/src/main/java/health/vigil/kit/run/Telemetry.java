package health.vigil.kit.run;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/// How a running service tells of itself.
public record Telemetry(Metrics metrics, Health health) {

    public PrometheusMeterRegistry meters() {
        return metrics.registry();
    }
}
