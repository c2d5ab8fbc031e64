package health.vigil.gateway.decoding;

/// Why something that came is no reading. The codes are stable: devices and operators rely on them.
public enum Reason {
    /// The topic is none that a device publishes readings on.
    TOPIC_UNKNOWN("topic-unknown"),
    /// The payload, or the rest of it, is no JSON.
    JSON_MALFORMED("json-malformed"),
    /// The payload is no FHIR, or no resource that holds readings.
    FHIR_INVALID("fhir-invalid"),
    /// The observation is not final: it was cancelled, entered in error, or has no result yet.
    NOT_FINAL("not-final"),
    /// The payload is no SenML.
    SENML_INVALID("senml-invalid"),
    /// The bytes are none of that Bluetooth characteristic: too few, or too many.
    GATT_INVALID("gatt-invalid"),
    /// The device says itself that its measurement failed.
    MEASUREMENT_FAILED("measurement-failed"),
    /// A test of the meter, not of a person.
    CONTROL_SOLUTION("control-solution"),
    /// The payload holds no reading.
    EMPTY("empty"),
    /// The type is missing or none that Vigil knows.
    TYPE_UNKNOWN("type-unknown"),
    /// The measured time is missing, or no time with an offset.
    TIME_INVALID("time-invalid"),
    /// A value that makes the reading is missing.
    VALUE_MISSING("value-missing"),
    /// A value is neither a number that can be reckoned with, nor HI or LO where meters say that.
    VALUE_INVALID("value-invalid"),
    /// The unit is missing, unknown, or measures something else.
    UNIT_INVALID("unit-invalid"),
    /// No living person has these values.
    IMPLAUSIBLE("implausible");

    private final String code;

    Reason(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
