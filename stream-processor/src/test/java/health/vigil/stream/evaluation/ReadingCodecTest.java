package health.vigil.stream.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import health.vigil.stream.samples.ReceivedReadings;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReadingCodecTest {

    private static final UUID ID = UUID.fromString("9d3c0a1e-2f64-4c57-8a90-6f0f5f1f7a01");

    @Provide
    Arbitrary<ReceivedReading> received() {
        return ReceivedReadings.one();
    }

    @Property(tries = 300)
    void givesBackTheReading(@ForAll("received") ReceivedReading received) {
        var reading = ReadingCodec.of(attributed(received));

        var bytes = ReadingCodec.encode(reading);

        assertThat(ReadingCodec.decode(reading.position(), reading.kind(), bytes))
                .isEqualTo(reading);
    }

    @Property(tries = 300)
    void takesFromTheTopicWhatTheEvaluationNeeds(@ForAll("received") ReceivedReading received) {
        var reading = ReadingCodec.of(attributed(received));

        assertThat(reading.position()).isEqualTo(new Position(received.getMeasuredAt(), received.getId()));
        assertThat(reading.receivedAt()).isEqualTo(received.getReceivedAt());
        assertThat(reading.clockSuspect()).isEqualTo(received.getClockSuspect());
        assertThat(reading.kind().name()).isEqualTo(received.getKind().name());
        assertThat(received.getMeasurements()).allSatisfy(measured -> {
            var value = reading.value(Metric.valueOf(measured.getMetric().name()));
            switch (value.orElseThrow()) {
                case Value.Exact(double number) ->
                    assertThat(measured.getValue()).isEqualTo(number);
                case Value.OutOfRange outside ->
                    assertThat(measured.getOutOfRange()).hasToString(outside.name());
            }
        });
    }

    /// The store holds bytes for years: whoever reorders the metrics would read pressures as pulses.
    @Example
    void numbersTheMetricsAsItAlwaysHas() {
        assertThat(Metric.values())
                .startsWith(
                        Metric.SYSTOLIC,
                        Metric.DIASTOLIC,
                        Metric.MEAN_ARTERIAL_PRESSURE,
                        Metric.PULSE,
                        Metric.GLUCOSE,
                        Metric.WEIGHT);
    }

    @Example
    void readsWhatItWroteLongAgo() {
        var bytes = HexFormat.of().parseHex("00000192f5a6c800" + "01" + "04" + "7ff0000000000000");

        var reading = ReadingCodec.decode(new Position(Instant.EPOCH, ID), ReadingKind.GLUCOSE, bytes);

        assertThat(reading)
                .isEqualTo(new Reading(
                        ID,
                        ReadingKind.GLUCOSE,
                        Instant.EPOCH,
                        Instant.ofEpochMilli(0x192f5a6c800L),
                        true,
                        Map.of(Metric.GLUCOSE, Value.OutOfRange.HIGH)));
    }

    private static PatientReading attributed(ReceivedReading received) {
        return new PatientReading(ID, ReadingStatus.FINAL, received, null, received.getSequence() != null);
    }
}
