package health.vigil.gateway.decoding;

/// Why something that came is no reading. The codes are stable: devices and operators rely on them.
public enum Reason {
    /// The topic is none that a device publishes readings on.
    TOPIC_UNKNOWN("topic-unknown"),
    /// The payload, or the rest of it, is no JSON.
    JSON_MALFORMED("json-malformed"),
    /// The payload holds no reading.
    EMPTY("empty"),
    /// The type is missing or none that Vigil knows.
    TYPE_UNKNOWN("type-unknown"),
    /// The measured time is missing, or no time with an offset.
    TIME_INVALID("time-invalid"),
    /// A value that makes the reading is missing.
    VALUE_MISSING("value-missing"),
    /// A value is neither a number nor HI or LO where meters say that.
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
