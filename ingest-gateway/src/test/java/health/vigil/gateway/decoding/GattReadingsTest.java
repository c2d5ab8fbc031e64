package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.DEVICE;
import static health.vigil.gateway.decoding.Messages.RECEIVED;
import static health.vigil.gateway.decoding.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import health.vigil.gateway.decoding.Octets.Sfloat;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MeterRange;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReadingContext;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Timing;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The vectors come from public test suites and from what owners of real devices captured.
class GattReadingsTest {

    private static Decoded decode(String characteristic, String hex) {
        return new Decoder()
                .decode(message("gatt/" + characteristic, HexFormat.of().parseHex(hex)))
                .getFirst();
    }

    private static ReceivedReading accepted(String characteristic, String hex) {
        return Messages.readings(List.of(decode(characteristic, hex))).getFirst();
    }

    private static String refused(String characteristic, String hex) {
        return Messages.rejections(List.of(decode(characteristic, hex)))
                .getFirst()
                .getReason();
    }

    private static Double value(ReceivedReading reading, MetricName metric) {
        return reading.getMeasurements().stream()
                .filter(measured -> measured.getMetric() == metric)
                .findFirst()
                .map(Measured::getValue)
                .orElse(-1.0);
    }

    @ParameterizedTest
    @CsvSource({"0x0072, 114", "0xB076, 0.00118", "0xF014, 2.0", "0x1002, 20", "0xFE01, -51.1"})
    void readsAShortFloat(String bits, String number) {
        assertThat(Octets.sfloat(Integer.decode(bits)))
                .isInstanceOfSatisfying(
                        Sfloat.Finite.class, said -> assertThat(said.value()).isEqualByComparingTo(number));
    }

    @Test
    void aShortFloatMayBeNoNumber() {
        assertThat(List.of(0x07FF, 0x0800, 0x0801))
                .allSatisfy(bits -> assertThat(Octets.sfloat(bits)).isEqualTo(new Sfloat.Absent()));
        assertThat(Octets.sfloat(0x07FE)).isEqualTo(new Sfloat.Infinite(true));
        assertThat(Octets.sfloat(0x0802)).isEqualTo(new Sfloat.Infinite(false));
    }

    @ParameterizedTest
    @CsvSource({
        "2A35, 167C0056006100E807060F11111B33000800, 124, 86, 97, 51, , 2024-06-15T17:17:27",
        "2A35, DEF6F416F3FF07E4070114082B00B2F2018000, 127, 79, -1, 69, 1, 2020-01-20T08:43:00",
        "2A35/BM85, 566A0047000000EA07080B121F00003F000000, 106, 71, -1, 63, 0, 2026-08-11T18:31:00",
    })
    void readsABloodPressure(
            String characteristic,
            String hex,
            double systolic,
            double diastolic,
            double mean,
            double pulse,
            Integer user,
            String time) {
        var reading = accepted(characteristic, hex);

        assertThat(reading)
                .returns(systolic, each -> value(each, MetricName.SYSTOLIC))
                .returns(diastolic, each -> value(each, MetricName.DIASTOLIC))
                .returns(mean, each -> value(each, MetricName.MEAN_ARTERIAL_PRESSURE))
                .returns(pulse, each -> value(each, MetricName.PULSE))
                .returns(user, ReceivedReading::getUserSlot)
                .returns(time, ReceivedReading::getSaidTime)
                .returns(Timing.LOCAL, ReceivedReading::getTiming)
                .returns(Origin.GATT, ReceivedReading::getOrigin);
    }

    @Test
    void aClockWithoutADateIsNotSetSoThatTheReceiptCounts() {
        var reading = accepted("2A35", "1E8A00580078000000041114293B3C00012700");

        assertThat(reading)
                .returns(138.0, each -> value(each, MetricName.SYSTOLIC))
                .returns(120.0, each -> value(each, MetricName.MEAN_ARTERIAL_PRESSURE))
                .returns(RECEIVED, ReceivedReading::getMeasuredAt)
                .returns(Timing.ON_RECEIPT, ReceivedReading::getTiming)
                .returns(true, ReceivedReading::getClockSuspect);
    }

    @ParameterizedTest
    @CsvSource({
        // Failed; kilopascal that nobody has; too short; not of the model that was captured; a byte more.
        "2A35, 16FF07FF07FF07E80706170E230AFF070000, measurement-failed",
        "2A35, 1F790051006A00E40705150A1E2D4800010600, implausible",
        "2A35, 010203040506, gatt-invalid",
        "2A35, 566A0047000000EA07080B121F00003F000000, gatt-invalid",
        "2A35, 167C0056006100E807060F11111B3300080000, gatt-invalid",
        "2A35/BM99, 167C0056006100E807060F11111B33000800, topic-unknown",
        // A 13th month.
        "2A35, 167C0056006100E8070D0F11111B33000800, time-invalid",
        // Negative; far too much though faulty; a test of the meter; no value at all.
        "2A18, 030100E407030E1717000000FFFF11, implausible",
        "2A18, 1B0100E307021B0B0A1EFBFF1E00120501, implausible",
        "2A18, 020100D007010203040534111A, control-solution",
        "2A18, 020100D007010203040534FF41, control-solution",
        "2A18, 000100E40705150A1E2D, value-missing",
        // Interrupted, of a value that could be.
        "2A18, 0A0100E40705150A1E2D78B0110002, measurement-failed",
        "2A9D, 00FFFF, measurement-failed",
        "2A9D, 00B0, gatt-invalid",
        "2A37, 00B036, topic-unknown",
        // The first byte of a year, and what a text encoding made of it on the way.
        "2A9D, 02B036C3A7070C190E1E2D, gatt-invalid",
    })
    void refusesWithAReasonWhatIsNoReading(String characteristic, String hex, String reason) {
        assertThat(refused(characteristic, hex)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "1B0F00E807011E053A1B53016FB0F80000, 15, 111, 2024-01-30T11:37:27, true",
        "030600E407040D10260A000078B0F1, 6, 120, 2020-04-13T16:38:10, false",
        // 5.8 mmol/L, as mol/L.
        "060700E407040D10260A3AC011, 7, 104, 2020-04-13T16:38:10, false",
    })
    void readsAGlucose(String hex, long sequence, double value, String time, boolean contextFollows) {
        assertThat(accepted("2A18", hex))
                .returns(value, each -> value(each, MetricName.GLUCOSE))
                .returns(sequence, ReceivedReading::getSequence)
                .returns(time, ReceivedReading::getSaidTime)
                .returns(contextFollows, ReceivedReading::getContextFollows);
    }

    @ParameterizedTest
    @CsvSource({"2000, HIGH", "4000, LOW"})
    void whatTheMeterCannotMeasureIsAReading(String status, MeterRange range) {
        assertThat(accepted("2A18", "0A0100E40705150A1E2D78B011" + status).getMeasurements())
                .extracting(Measured::getValue, Measured::getOutOfRange)
                .containsExactly(tuple(null, range));
    }

    @Test
    void infiniteIsHighAndATimeThatTheDeviceDoubtsIsSuspect() {
        // Status bit 11: a fault of the clock.
        var reading = accepted("2A18", "0A0100E40705150A1E2DFE07110008");

        assertThat(reading.getMeasurements())
                .extracting(Measured::getOutOfRange)
                .containsExactly(MeterRange.HIGH);
        assertThat(reading)
                .returns(true, ReceivedReading::getClockSuspect)
                .returns(Timing.DOUBTED, ReceivedReading::getTiming)
                .returns("2020-05-21T10:30:45", ReceivedReading::getSaidTime);
    }

    @Test
    void anOffsetBeyondTwoBytesLeavesTheBaseTimeInDoubt() {
        assertThat(accepted("2A18", "030600E407040D10260AFF7F78B0F1"))
                .returns("2020-04-13T16:38:10", ReceivedReading::getSaidTime)
                .returns(true, ReceivedReading::getClockSuspect);
    }

    @Test
    void readsTheContextOfAGlucose() {
        assertThat(decode("2A34", "02070002"))
                .isEqualTo(
                        new Decoded.Context(new ReadingContext(DEVICE, 7L, RECEIVED, MealContext.AFTER_MEAL, false)));
        assertThat(decode("2A34", "02070006"))
                .isEqualTo(new Decoded.Context(new ReadingContext(DEVICE, 7L, RECEIVED, null, true)));
        // Everything that there can be: extended flags, carbohydrate, meal, tester, exercise, medication, HbA1c.
        assertThat(decode("2A34", "DF070000" + "010000" + "03" + "11" + "3C0001" + "010000" + "0000"))
                .isEqualTo(new Decoded.Context(new ReadingContext(DEVICE, 7L, RECEIVED, MealContext.FASTING, false)));
    }

    @ParameterizedTest
    @CsvSource({
        "00B036, 70.0, , ",
        "01543D, 71.21, , ",
        "02B036E7070C190E1E2D, 70.0, , 2023-12-25T14:30:45",
        "0CB03605F500D606, 70.0, 5, ",
        "0E783EEA07050C12353601EE002607, 79.96, 1, 2026-05-12T18:53:54",
        "04B036FF, 70.0, , ",
    })
    void readsAWeight(String hex, double kilograms, Integer user, String time) {
        assertThat(accepted("2A9D", hex))
                .returns(kilograms, each -> value(each, MetricName.WEIGHT))
                .returns(user, ReceivedReading::getUserSlot)
                .returns(time, ReceivedReading::getSaidTime);
    }

    @Test
    void aScaleWithoutAClockMeasuresWhenItSends() {
        assertThat(accepted("2A9D", "00B036"))
                .returns(RECEIVED, ReceivedReading::getMeasuredAt)
                .returns(Timing.ON_RECEIPT, ReceivedReading::getTiming)
                .returns(false, ReceivedReading::getClockSuspect);
    }

    @Test
    void carriesAlongWhatThePublisherSaysTheDevicesClockShows() {
        var bytes = HexFormat.of().parseHex("02B036E7070C190E1E2D");
        var said = message("gatt/2A9D", bytes).sayingNow("2023-12-25T14:31:00");

        var reading = Messages.readings(new Decoder().decode(said)).getFirst();

        assertThat(reading.getClock().getSaid()).isEqualTo("2023-12-25T14:31:00");
        assertThat(reading.getClock().getAt()).isEqualTo(RECEIVED);
        assertThat(reading.getMeasuredAt()).isEqualTo(Instant.parse("2023-12-25T14:30:45Z"));
    }
}
