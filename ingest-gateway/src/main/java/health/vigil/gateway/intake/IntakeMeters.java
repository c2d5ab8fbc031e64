package health.vigil.gateway.intake;

import health.vigil.gateway.decoding.Decoded;
import health.vigil.gateway.decoding.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// What the gateway counts.
final class IntakeMeters {

    private final Counter accepted;
    private final Map<String, Counter> rejected;
    private final Counter receiptsDropped;
    private final Timer confirmation;

    IntakeMeters(MeterRegistry meters) {
        this.accepted = Counter.builder("vigil.gateway.readings.accepted")
                .description("Readings that Kafka has confirmed")
                .register(meters);
        this.rejected = Arrays.stream(Reason.values())
                .collect(Collectors.toMap(Reason::code, reason -> Counter.builder("vigil.gateway.readings.rejected")
                        .description("What came and is no reading, by reason")
                        .tag("reason", reason.code())
                        .register(meters)));
        this.receiptsDropped = Counter.builder("vigil.gateway.receipts.dropped")
                .description("Receipts that could not be sent")
                .register(meters);
        this.confirmation = Timer.builder("vigil.gateway.confirmation")
                .description("From the arrival of a message to Kafka's confirmation")
                .publishPercentileHistogram()
                .register(meters);
    }

    void taken(List<Decoded> outcomes, long nanoseconds) {
        confirmation.record(nanoseconds, TimeUnit.NANOSECONDS);
        for (var outcome : outcomes) {
            switch (outcome) {
                case Decoded.Accepted _ -> accepted.increment();
                case Decoded.Rejected(var message) ->
                    rejected.getOrDefault(message.getReason(), accepted).increment();
                case Decoded.Context _, Decoded.Status _ -> {}
            }
        }
    }

    void receiptDropped() {
        receiptsDropped.increment();
    }
}
