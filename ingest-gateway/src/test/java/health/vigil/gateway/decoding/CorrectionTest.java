package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.DEVICE;
import static health.vigil.gateway.decoding.Messages.RECEIVED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.schemas.ReceivedReading;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a message says once somebody who looked at it knows better.
class CorrectionTest {

    private static final UUID OTHER = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");

    private static Message message(String topic, Correction correction) {
        var bytes = Messages.weight("value", "180.5").getBytes(UTF_8);
        return new Message(topic, ByteBuffer.wrap(bytes), RECEIVED, correction);
    }

    private static ReceivedReading decode(Message message) {
        return Messages.readings(new Decoder().decode(message)).getFirst();
    }

    private static Message corrected(Correction correction) {
        return message("vigil/" + DEVICE + "/readings", correction);
    }

    @Test
    void theUnitStandsInForTheOneThatTheMessageNames() {
        var reading = decode(corrected(new Correction(Optional.of("[lb_av]"), Duration.ZERO)));

        assertThat(reading.getMeasurements().getFirst().getValue()).isEqualTo(81.87);
    }

    @Test
    void theShiftMovesTheMeasuredTimeAndSoTheIdentity() {
        var reading = decode(corrected(new Correction(Optional.empty(), Duration.ofDays(-365))));

        assertThat(reading.getMeasuredAt()).isEqualTo(Instant.parse("2025-11-23T06:30:00Z"));
        assertThat(reading.getId())
                .isNotEqualTo(decode(corrected(Correction.NONE)).getId());
        assertThat(reading.getReceivedAt()).isEqualTo(RECEIVED);
    }

    @Test
    void theSameCorrectionGivesTheSameReading() {
        var correction = new Correction(Optional.of("[lb_av]"), Duration.ofHours(1));

        assertThat(decode(corrected(correction))).isEqualTo(decode(corrected(correction)));
    }

    @ParameterizedTest
    @CsvSource({"vigil/cuff-7/readings", "vigil", "vigil/0f8fad5b-d9cb-469f-a165-70867728950e/readings"})
    void aMessageFromAnotherDeviceIsReadAsThatDevices(String topic) {
        var reading = decode(message(topic, Correction.NONE).from(OTHER));

        assertThat(reading.getDeviceId()).isEqualTo(OTHER);
    }

    @Test
    void aShiftOutOfAllTimesIsRejected() {
        var decoded = new Decoder().decode(corrected(new Correction(Optional.empty(), Duration.ofDays(365_000))));

        assertThat(Messages.rejections(decoded))
                .extracting(rejected -> List.of(rejected.getReason(), Messages.raw(rejected)))
                .containsExactly(List.of("time-invalid", Messages.weight("value", "180.5")));
    }
}
