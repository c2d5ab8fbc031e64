package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.DEVICE;
import static health.vigil.gateway.decoding.Messages.RECEIVED;
import static health.vigil.gateway.decoding.Messages.accepted;
import static health.vigil.gateway.decoding.Messages.raw;
import static health.vigil.gateway.decoding.Messages.rejected;
import static health.vigil.gateway.decoding.Messages.weight;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.schemas.ClockReading;
import health.vigil.schemas.Kind;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MeterRange;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Timing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one reading in JSON says, and why it may be none.
class JsonReadingTest {

    private static final String BLOOD_PRESSURE = """
            {"id":"a1","type":"blood-pressure","measuredAt":"2026-11-23T07:30:00+01:00",\
            "systolic":142,"diastolic":91,"pulse":72,"unit":"mm[Hg]"}""";
    private static final String GLUCOSE = """
            {"type":"glucose","measuredAt":"2026-11-23T07:31:00+01:00","value":%s,"unit":%s,"meal":"fasting"}""";

    @Test
    void readsABloodPressure() {
        var reading = accepted(BLOOD_PRESSURE);

        assertThat(reading.getKind()).isEqualTo(Kind.BLOOD_PRESSURE);
        assertThat(reading.getDeviceId()).isEqualTo(DEVICE);
        assertThat(reading.getMeasuredAt()).isEqualTo(Instant.parse("2026-11-23T06:30:00Z"));
        assertThat(reading.getReceivedAt()).isEqualTo(RECEIVED);
        assertThat(reading.getClockSuspect()).isFalse();
        assertThat(reading.getMeasurements())
                .containsExactly(
                        new Measured(MetricName.SYSTOLIC, 142.0, null),
                        new Measured(MetricName.DIASTOLIC, 91.0, null),
                        new Measured(MetricName.PULSE, 72.0, null));
        assertThat(reading.getDeviceReadingId()).isEqualTo("a1");
        assertThat(reading.getOrigin()).isEqualTo(Origin.JSON);
    }

    @Test
    void readsAGlucoseWithItsMeal() {
        var reading = accepted(GLUCOSE.formatted("5.8", "\"mmol/L\""));

        assertThat(reading.getKind()).isEqualTo(Kind.GLUCOSE);
        assertThat(reading.getMeasurements()).containsExactly(new Measured(MetricName.GLUCOSE, 104.0, null));
        assertThat(reading.getMeal()).isEqualTo(MealContext.FASTING);
        assertThat(reading.getDeviceReadingId()).isNull();
    }

    @Test
    void readsAWeight() {
        var reading = accepted(weight("value", "82.4"));

        assertThat(reading.getKind()).isEqualTo(Kind.WEIGHT);
        assertThat(reading.getMeasurements()).containsExactly(new Measured(MetricName.WEIGHT, 82.4, null));
    }

    @Test
    void carriesTheDevicesOwnNumbersAlong() {
        var reading = accepted(weight("seq", "17"));

        assertThat(reading.getSequence()).isEqualTo(17);
        assertThat(accepted(weight("userSlot", "2")).getUserSlot()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "null, false", "1, true", "'\"by hand\"', true"})
    void tellsWhatAPersonTypedIn(String json, boolean manual) {
        assertThat(accepted(weight("manual", json)).getManual()).isEqualTo(manual);
        assertThat(accepted(weight("manual", json)).getId())
                .isEqualTo(accepted(weight("seq", "1")).getId());
    }

    @ParameterizedTest
    @CsvSource({"value, 181.66, '[lb_av]', 82.4", "value, 82400, g, 82.4", "value, 82.404, kg, 82.4"})
    void storesWeightsInKilogramsAsAScaleShowsThem(String field, String value, String unit, double kilograms) {
        var reading = accepted(weight(field, value).replace("\"kg\"", "\"" + unit + "\""));

        assertThat(reading.getMeasurements()).containsExactly(new Measured(MetricName.WEIGHT, kilograms, null));
    }

    @Test
    void storesPressuresInMillimetresOfMercuryAndLeavesThePulseAlone() {
        var reading = accepted(
                BLOOD_PRESSURE.replace("142", "18.9").replace("91", "12.1").replace("mm[Hg]", "kPa"));

        assertThat(reading.getMeasurements()).extracting(Measured::getValue).containsExactly(142.0, 91.0, 72.0);
    }

    @ParameterizedTest
    @CsvSource({"HI, HIGH", "hi, HIGH", "LO, LOW", "Lo, LOW"})
    void takesWhatAMeterSaysBeyondItsRangeAsAReading(String display, MeterRange range) {
        var reading = accepted(GLUCOSE.formatted("\"" + display + "\"", "\"mg/dL\""));

        assertThat(reading.getMeasurements()).containsExactly(new Measured(MetricName.GLUCOSE, null, range));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HI", "LO"})
    void takesNoSuchWordFromAScaleOrACuff(String display) {
        var quoted = "\"" + display + "\"";

        assertThat(rejected(weight("value", quoted)).getReason()).isEqualTo("value-invalid");
        assertThat(rejected(BLOOD_PRESSURE.replace("142", quoted)).getReason()).isEqualTo("value-invalid");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-23T07:30:00, LOCAL, 2026-11-23T07:30:00Z", "2026-11-23, DAY, 2026-11-23T00:00:00Z"})
    void keepsWhatTheDeviceSaidWhereItKnowsNoZone(String said, Timing timing, Instant asUtc) {
        assertThat(accepted(weight("measuredAt", "\"" + said + "\"")))
                .returns(said, ReceivedReading::getSaidTime)
                .returns(timing, ReceivedReading::getTiming)
                .returns(asUtc, ReceivedReading::getMeasuredAt);
    }

    @Test
    void carriesAlongWhatTheDeviceThinksTheTimeIs() {
        assertThat(accepted(weight("now", "\"2026-11-23T08:00:00+01:00\"")).getClock())
                .isEqualTo(new ClockReading("2026-11-23T07:00:00Z", RECEIVED));
        assertThat(accepted(weight("now", "\"noon\"")).getClock()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"PT-1H, false", "PT0S, false", "PT5M, false", "PT5M1S, true", "P365D, true"})
    void keepsAReadingFromTheFutureButSuspectsTheClock(Duration ahead, boolean suspect) {
        var reading = accepted(weight("measuredAt", "\"" + RECEIVED.plus(ahead) + "\""));

        assertThat(reading.getClockSuspect()).isEqualTo(suspect);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-11\"",
                "\"2026-11-23T07:30:00[Europe/Berlin]\"",
                "\"today\"",
                "\"\"",
                "null",
                "1795415400",
                "\"2026-02-30T07:30:00Z\"",
                "\"1899-12-31T23:59:59Z\"",
                "\"2200-01-01T00:00:00Z\"",
                "\"+999999999-12-31T23:59:59Z\"",
                "\"-999999999-01-01T00:00:00+18:00\""
            })
    void refusesATimeThatIsNone(String time) {
        assertThat(rejected(weight("measuredAt", time)).getReason()).isEqualTo("time-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"stones\"", "\"mg/dL\"", "\"/min\"", "1"})
    void refusesAUnitThatIsMissingUnknownOrOfSomethingElse(String unit) {
        assertThat(rejected(weight("unit", unit)).getReason()).isEqualTo("unit-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "[82.4]", "{\"kg\":82.4}", "\"82.4\"", "\"heavy\"", "1e31", "1e-31"})
    void refusesAValueThatIsNoOrdinaryNumber(String value) {
        assertThat(rejected(weight("value", value)).getReason()).isEqualTo("value-invalid");
    }

    @Test
    void refusesAPulseThatIsNoNumberRatherThanDropIt() {
        assertThat(rejected(BLOOD_PRESSURE.replace("72", "[72]")).getReason()).isEqualTo("value-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \""})
    void refusesAReadingWithoutItsValue(String value) {
        assertThat(rejected(weight("value", value)).getReason()).isEqualTo("value-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void doesWithoutAPulse(String pulse) {
        assertThat(accepted(BLOOD_PRESSURE.replace("72", pulse)).getMeasurements())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.99", "400.01", "-82.4", "0"})
    void refusesWhatNoLivingPersonHas(String value) {
        assertThat(rejected(weight("value", value)).getReason()).isEqualTo("implausible");
    }

    @Test
    void refusesACuffThatMixesItsValuesUp() {
        var mixedUp = rejected(BLOOD_PRESSURE.replace("91", "150"));

        assertThat(mixedUp.getReason()).isEqualTo("implausible");
        assertThat(mixedUp.getSentence()).isEqualTo("systolic must be above diastolic.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":\"temperature\"}", "{\"type\":7}", "5", "\"weight\"", "null", "true"})
    void refusesWhatIsNoKindOfReading(String json) {
        var rejected = rejected(json);

        assertThat(rejected.getReason()).isEqualTo("type-unknown");
        assertThat(raw(rejected)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({
        "userSlot, -1",
        "userSlot, 99999999999",
        "userSlot, '\"one\"'",
        "seq, 1e999",
        "seq, '\"17\"'",
        "id, 17",
        "meal, '\"brunch\"'",
        "meal, 3",
        "battery, [1]",
    })
    void keepsAReadingThoughWhatAccompaniesItIsNotUnderstood(String field, String json) {
        var reading = accepted(weight(field, json));

        assertThat(reading.getId()).isEqualTo(accepted(weight("value", "82.4")).getId());
        assertThat(reading.getUserSlot()).isNull();
        assertThat(reading.getSequence()).isNull();
        assertThat(reading.getDeviceReadingId()).isNull();
        assertThat(reading.getMeal()).isNull();
    }

    @Test
    void leavesAnIdOutThatTheDatabaseCannotHold() {
        assertThat(accepted(weight("id", "\"a\\u0000b\"")).getDeviceReadingId()).isNull();
        assertThat(accepted(weight("id", "\"" + "x".repeat(129) + "\"")).getDeviceReadingId())
                .isNull();
        assertThat(accepted(weight("id", "\"" + "x".repeat(128) + "\"")).getDeviceReadingId())
                .hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"weight\",\"measuredAt\":\"2026-11-23T06:30:00Z\",\"value\":82.4,\"unit\":\"kg\"}",
                "{\"unit\":\"g\",\"value\":82400,\"measuredAt\":\"2026-11-23T07:30+01:00\",\"type\":\"weight\"}",
                "{\"id\":\"b2\",\"seq\":9,\"type\":\"weight\",\"measuredAt\":\"2026-11-22T20:30:00.0004-10:00\","
                        + "\"value\":8.24e1,\"unit\":\"kg\",\"firmware\":\"1.0\"}",
                " [ {\"type\":\"weight\",\"measuredAt\":\"2026-11-23T06:30:00Z\",\"value\":181.66,\"unit\":\"lb\"} ] ",
            })
    void theSameReadingHasTheSameIdInWhateverNotation(String notation) {
        assertThat(accepted(notation).getId())
                .isEqualTo(accepted(weight("value", "82.4")).getId());
    }

    @Test
    void anotherUserOfTheDeviceHasAnotherReading() {
        assertThat(accepted(weight("userSlot", "1")).getId())
                .isNotEqualTo(accepted(weight("userSlot", "2")).getId())
                .isNotEqualTo(accepted(weight("value", "82.4")).getId());
    }
}
