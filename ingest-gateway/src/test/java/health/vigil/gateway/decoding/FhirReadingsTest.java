package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import health.vigil.schemas.BodyPosture;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MeterRange;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.RejectedMessage;
import health.vigil.schemas.Timing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirReadingsTest {

    private static final String GLUCOSE = """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org",
            "code":"15074-8"}]},"subject":{"reference":"Patient/somebody-else"},
            "effectivePeriod":{"start":"2013-04-02T09:30:10+01:00"},
            "valueQuantity":{"value":6.3,"unit":"mmol/l","system":"http://unitsofmeasure.org","code":"mmol/L"}}""";

    private static final String WEIGHT = """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org",
            "code":"29463-7"},{"system":"http://snomed.info/sct","code":"27113001"}]},
            "effectiveDateTime":"2016-03-28","valueQuantity":{"value":185,"unit":"lbs","code":"[lb_av]"}}""";

    private static final String BLOOD_PRESSURE = """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org",
            "code":"85354-9"}]},"effectiveDateTime":"2012-09-17","component":[
            {"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},
             "valueQuantity":{"value":107,"unit":"mmHg","code":"mm[Hg]"}},
            {"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},
             "valueQuantity":{"value":60,"unit":"mmHg","code":"mm[Hg]"}},
            {"code":{"coding":[{"system":"http://loinc.org","code":"8478-0"}]},
             "dataAbsentReason":{"coding":[{"code":"not-performed"}]}}]}""";

    private static List<Decoded> decode(String json) {
        return new Decoder().decode(message("fhir", json.getBytes(UTF_8)));
    }

    private static ReceivedReading accepted(String json) {
        return Messages.readings(decode(json)).getFirst();
    }

    private static RejectedMessage rejected(String json) {
        assertThat(decode(json)).hasSize(1);
        return Messages.rejections(decode(json)).getFirst();
    }

    @Test
    void readsTheExamplesOfTheStandard() {
        assertThat(accepted(GLUCOSE).getMeasurements())
                .extracting(Measured::getMetric, Measured::getValue)
                .containsExactly(tuple(MetricName.GLUCOSE, 113.0));
        assertThat(accepted(GLUCOSE).getMeasuredAt()).isEqualTo("2013-04-02T08:30:10Z");
        assertThat(accepted(WEIGHT).getMeasurements())
                .extracting(Measured::getMetric, Measured::getValue)
                .containsExactly(tuple(MetricName.WEIGHT, 83.91));
        assertThat(accepted(BLOOD_PRESSURE).getMeasurements())
                .extracting(Measured::getMetric, Measured::getValue)
                .containsExactly(tuple(MetricName.SYSTOLIC, 107.0), tuple(MetricName.DIASTOLIC, 60.0));
        assertThat(accepted(BLOOD_PRESSURE))
                .returns("2012-09-17", ReceivedReading::getSaidTime)
                .returns(Timing.DAY, ReceivedReading::getTiming)
                .returns(Origin.FHIR, ReceivedReading::getOrigin);
    }

    @Test
    void takesWhatAccompaniesTheValue() {
        var reading = accepted(GLUCOSE.replace("\"status\"", """
                "identifier":[{"value":"a1"}],"extension":[
                {"url":"urn:vigil:fhir:user-slot","valueInteger":2},{"url":"urn:vigil:fhir:sequence","valueInteger":7},
                {"url":"urn:vigil:fhir:meal","valueCode":"fasting"},{"url":"urn:vigil:fhir:manual","valueBoolean":true},
                {"url":"http://hl7.org/fhir/StructureDefinition/observation-bodyPosition","valueCodeableConcept":
                {"coding":[{"system":"http://snomed.info/sct","code":"33586001"}]}}],"status\""""));

        assertThat(reading)
                .returns("a1", ReceivedReading::getDeviceReadingId)
                .returns(2, ReceivedReading::getUserSlot)
                .returns(7L, ReceivedReading::getSequence)
                .returns(MealContext.FASTING, ReceivedReading::getMeal)
                .returns(BodyPosture.SITTING, ReceivedReading::getPosture)
                .returns(true, ReceivedReading::getManual);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"valueQuantity\":{\"value\":600,\"comparator\":\">\",\"unit\":\"mg/dL\"}; HIGH",
                "\"valueQuantity\":{\"value\":20,\"comparator\":\"<\",\"unit\":\"mg/dL\"}; LOW",
                "\"interpretation\":[{\"coding\":[{\"code\":\"<\"}]}]; LOW",
            })
    void whatTheMeterCannotMeasureIsAReading(String value, MeterRange range) {
        assertThat(accepted(withValue(value)).getMeasurements())
                .extracting(Measured::getOutOfRange)
                .containsExactly(range);
    }

    private static String withValue(String value) {
        return GLUCOSE.substring(0, GLUCOSE.indexOf("\"valueQuantity\"")) + value + "}";
    }

    @Test
    void readsATimeWithoutAZoneAsItIsWritten() {
        var reading = accepted(WEIGHT.replace("2016-03-28", "2026-11-23T07:30:00"));

        assertThat(reading.getSaidTime()).isEqualTo("2026-11-23T07:30:00");
        assertThat(reading.getMeasuredAt()).isEqualTo("2026-11-23T07:30:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"final\"; \"entered-in-error\"; not-final",
                "\"final\"; \"cancelled\"; not-final",
                "\"final\"; \"finished\"; fhir-invalid",
                "29463-7; 8302-2; type-unknown",
                "http://loinc.org; http://example.org; type-unknown",
                "2016-03-28; 2016-03; time-invalid",
                "2016-03-28; 2016; time-invalid",
                "2016-03-28; 1816-03-28; time-invalid",
                "[lb_av]; [in_i]; unit-invalid",
                "185; 1e99; value-invalid",
                "185; 1e9999999; value-invalid",
                "185; -1e-999999999; value-invalid",
                "185; 1e99999999999; value-invalid",
                "185; \"1e9999999\"; value-invalid",
                "\"final\"; \"final\",\"extension\":[{\"valueDecimal\":1e9999999}]; value-invalid",
                "\"final\"; \"final\",\"no-field-of-fhir\":1e9999999; value-invalid",
                "\"value\":185; \"value\":null; value-invalid",
                "\"value\":185; \"value\":185,\"comparator\":\">\"; value-invalid",
                "185; 1185; implausible",
                "valueQuantity; valueOther; value-missing",
                "Observation; Patient; fhir-invalid",
                "Observation; Bundle; empty",
            })
    void refusesWithAReasonWhatIsNoReading(String part, String other, String reason) {
        assertThat(rejected(WEIGHT.replace(part, other)).getReason()).isEqualTo(reason);
    }

    @Test
    void refusesANumberWhoseTextIsLongerThanAnyDeviceWrites() {
        assertThat(rejected(WEIGHT.replace("185", '"' + "9".repeat(250_000) + '"'))
                        .getReason())
                .isEqualTo("value-invalid");
        assertThat(accepted(WEIGHT.replace("\"status\"", "\"id\":\"%s\",\"status\"".formatted("9".repeat(64)))))
                .isNotNull();
    }

    @Test
    void aNumberThatCannotBeReckonedWithCostsItsOwnObservationOnly() {
        var decoded = decode("""
                {"resourceType":"Bundle","total":1e9999999,"entry":[{"resource":%s},{"resource":%s}]}""".formatted(WEIGHT, WEIGHT.replace("185", "1e9999999")));

        assertThat(Messages.readings(decoded)).hasSize(1);
        assertThat(Messages.rejections(decoded)).hasSize(1);
    }

    @Test
    void refusesAlsoWhatBreaksTheLibrary() {
        assertThat(rejected(WEIGHT.replace("\"status\"", "\"extension\":[{\"\":\"x\"}],\"status\""))
                        .getReason())
                .isEqualTo("fhir-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[", "{} {}", "{\"a\":1,\"a\":2}", "\u00ff"})
    void refusesWhatIsNoJson(String text) {
        assertThat(rejected(text).getReason()).isIn("json-malformed", "fhir-invalid");
    }

    @Test
    void aBundleIsItsObservationsEachByItself() {
        var bad = WEIGHT.replace("185", "1185");
        var decoded = decode("""
                {"entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","name":[{"family":"Doe"}]}},
                {"resource":%s,"request":{"method":"POST","url":"Observation"}},{"resource":%s},{"resource":%s}],
                "type":"transaction","resourceType":"Bundle"}""".formatted(WEIGHT, bad, GLUCOSE));

        assertThat(Messages.readings(decoded))
                .extracting(ReceivedReading::getId)
                .containsExactly(accepted(WEIGHT).getId(), accepted(GLUCOSE).getId());
        assertThat(Messages.rejections(decoded)).singleElement().satisfies(rejection -> {
            assertThat(rejection.getReason()).isEqualTo("implausible");
            // Its own bytes, which are an Observation that can be sent once more.
            assertThat(UTF_8.decode(rejection.getRaw().duplicate()).toString()).isEqualTo(bad);
        });
    }
}
