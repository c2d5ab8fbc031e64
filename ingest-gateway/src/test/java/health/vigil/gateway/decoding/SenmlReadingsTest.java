package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.RECEIVED;
import static health.vigil.gateway.decoding.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import health.vigil.schemas.MealContext;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MeterRange;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.RejectedMessage;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenmlReadingsTest {

    private static List<Decoded> decode(String json) {
        return new Decoder().decode(message("senml", json.replace('\'', '"').getBytes(UTF_8)));
    }

    private static ReceivedReading accepted(String json) {
        assertThat(decode(json)).hasSize(1);
        return Messages.readings(decode(json)).getFirst();
    }

    private static RejectedMessage rejected(String json) {
        assertThat(decode(json)).hasSize(1);
        return Messages.rejections(decode(json)).getFirst();
    }

    @Test
    void recordsOfOneTimeMakeAReading() {
        var reading = accepted("""
                [{'bn':'urn:dev:mac:0024befffe804ff1:','bt':1795415400.25,'bu':'mmHg','n':'systolic','v':142},
                 {'n':'diastolic','v':91},{'n':'pulse','u':'beat/min','v':72},{'n':'user-slot','v':2},
                 {'n':'seq','v':7},{'n':'id','vs':'a1'},{'n':'battery','u':'%EL','v':80}]""");

        assertThat(reading.getMeasurements())
                .extracting(Measured::getMetric, Measured::getValue)
                .containsExactly(
                        tuple(MetricName.SYSTOLIC, 142.0),
                        tuple(MetricName.DIASTOLIC, 91.0),
                        tuple(MetricName.PULSE, 72.0));
        assertThat(reading)
                .returns(Instant.parse("2026-11-23T06:30:00.250Z"), ReceivedReading::getMeasuredAt)
                .returns(2, ReceivedReading::getUserSlot)
                .returns(7L, ReceivedReading::getSequence)
                .returns("a1", ReceivedReading::getDeviceReadingId)
                .returns(Origin.SENML, ReceivedReading::getOrigin);
    }

    @Test
    void baseFieldsHoldUntilTheyAreReplaced() {
        var readings = Messages.readings(decode("""
                [{'bn':'meter/','bt':1795415000,'bu':'mmol/L','n':'glucose','v':5.8,'t':400},
                 {'n':'meal','vs':'fasting','t':400},{'n':'glucose','v':6.1,'t':460},{'n':'glucose','vs':'HI','t':520},
                 {'bn':'scale/','bu':'kg','bv':80,'n':'weight','v':2.4},{'bu':'g','bv':0,'n':'weight','v':82500,'t':9}]"""));

        assertThat(readings)
                .extracting(
                        reading -> reading.getMeasurements().getFirst().getValue(),
                        ReceivedReading::getMeal,
                        reading -> reading.getMeasuredAt().getEpochSecond())
                .containsExactly(
                        tuple(104.0, MealContext.FASTING, 1795415400L),
                        tuple(110.0, null, 1795415460L),
                        tuple(null, null, 1795415520L),
                        tuple(82.4, null, 1795415000L),
                        tuple(82.5, null, 1795415009L));
        assertThat(readings.get(2).getMeasurements().getFirst().getOutOfRange()).isEqualTo(MeterRange.HIGH);
    }

    @ParameterizedTest
    @CsvSource({"-60, 2026-11-23T06:59:00Z", "0, 2026-11-23T07:00:00Z", "268435455, 2035-05-27T04:24:15Z"})
    void aSmallTimeIsRelativeToTheReceipt(String time, String at) {
        assertThat(RECEIVED).isEqualTo("2026-11-23T07:00:00Z");
        assertThat(accepted("[{'n':'weight','u':'kg','v':82.4,'t':" + time + "}]")
                        .getMeasuredAt())
                .isEqualTo(at);
    }

    @ParameterizedTest
    @CsvSource({
        "systolic, kPa, 18.932, diastolic, 12.132, 142",
        "systolic, Pa, 18932, diastolic, 12132, 142",
        "glucose, kg/m3, 1.04, meal, 0, 104",
        "glucose, mg/dL, 104, meal, 0, 104",
        "weight, lb, 181.66, meal, 0, 82.4",
    })
    void takesTheRegisteredUnitsAndThoseThatDevicesSend(
            String name, String unit, String value, String other, String second, double expected) {
        var reading = accepted("[{'bu':'%s','bt':1795415400,'n':'%s','v':%s},{'n':'%s','v':%s}]"
                .formatted(unit, name, value, other, second));

        assertThat(reading.getMeasurements().getFirst().getValue()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; senml-invalid",
                "[; senml-invalid",
                "[] []; senml-invalid",
                "[]; empty",
                "[5]; senml-invalid",
                "[{'n':'weight','v':'82'}]; senml-invalid",
                "[{'n':'weight','v':82,'v':83}]; senml-invalid",
                "[{'bver':11,'n':'weight','u':'kg','v':82}]; senml-invalid",
                "[{'n':'weight','u':'kg','v':82,'must_':1}]; senml-invalid",
                "[{'n':'_weight','u':'kg','v':82}]; senml-invalid",
                "[{'u':'kg','v':82}]; senml-invalid",
                "[{'n':'temperature','u':'Cel','v':37}]; type-unknown",
                "[{'n':'weight','u':'Cel','v':82}]; unit-invalid",
                "[{'n':'weight','v':82}]; unit-invalid",
                "[{'n':'weight','u':'kg','vs':'HI'}]; value-invalid",
                "[{'n':'weight','u':'kg','vb':true}]; value-invalid",
                "[{'n':'weight','u':'kg','v':777}]; implausible",
                "[{'n':'systolic','u':'mmHg','v':142}]; value-missing",
                "[{'n':'weight','u':'kg','v':82,'t':1e12}]; time-invalid",
            })
    void refusesWithAReasonWhatIsNoReading(String json, String reason) {
        assertThat(rejected(json).getReason()).isEqualTo(reason);
    }

    @Test
    void ignoresOtherFieldsThatItDoesNotKnow() {
        assertThat(accepted("[{'n':'weight','u':'kg','v':82.4,'t':1795415400,'firmware':'1.0'}]"))
                .isNotNull();
    }

    @Test
    void aBadReadingIsRejectedWithRecordsThatNeedNothingAroundThem() {
        var decoded = decode("""
                [{'bn':'home/','bt':1795415400,'bu':'kg','n':'weight','v':777},{'n':'weight','v':82.4,'t':60}]""");

        assertThat(Messages.readings(decoded)).hasSize(1);
        var raw = UTF_8.decode(Messages.rejections(decoded).getFirst().getRaw().duplicate())
                .toString();
        assertThat(raw).isEqualTo("[{\"n\":\"home/weight\",\"t\":1795415400,\"u\":\"kg\",\"v\":777}]");
        assertThat(rejected(raw).getReason()).isEqualTo("implausible");
    }

    @Test
    void readsCbor() {
        // 82 (a3 -2:"s/" -3:1795415400 0:"weight") … of the standard's own labels; the value as a decimal number.
        var cbor = "81" + "a5" + "21" + "62732f" + "22" + "1a6b03d968" + "00" + "66776569676874" + "01" + "626b67"
                + "02" + "fb405499999999999a";
        var decoded = new Decoder().decode(message("senml", HexFormat.of().parseHex(cbor)));

        assertThat(Messages.readings(decoded)).singleElement().satisfies(reading -> {
            assertThat(reading.getMeasuredAt().getEpochSecond()).isEqualTo(0x6b03d968L);
            assertThat(reading.getMeasurements().getFirst().getValue()).isEqualTo(82.4);
        });
    }
}
