package health.vigil.gateway.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// SenML (RFC 8428) in JSON or CBOR. The last part of a record's name says what it is (`systolic`, `glucose`, `meal`),
/// and records of one time whose names begin alike make a reading.
final class SenmlReadings {

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private static final ObjectReader CBOR = CBORMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    // The major type of an array, and the tag that says: this is CBOR.
    private static final int CBOR_TYPE = 0xE0;
    private static final int CBOR_ARRAY = 0x80;
    private static final int CBOR_TAG = 0xD9;

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

    /// What belongs together: the beginning of the name, and the time.
    private record Place(String prefix, Instant at) {}

    private final Message message;
    private final UUID device;

    SenmlReadings(Message message, UUID device) {
        this.message = message;
        this.device = device;
    }

    List<Decoded> decode() {
        try {
            var groups = new LinkedHashMap<Place, Map<String, SenmlRecord>>();
            for (var entry : new SenmlPack(tree(), message.receivedAt()).resolve()) {
                var place = new Place(entry.prefix(), moment(entry));
                groups.computeIfAbsent(place, _ -> new LinkedHashMap<>()).putIfAbsent(entry.label(), entry);
            }
            var decoded = new ArrayList<Decoded>();
            groups.forEach((place, records) ->
                    kinds(records).forEach(kind -> decoded.add(reading(kind, place.at(), records))));
            return decoded.isEmpty()
                    ? List.of(rejected(new RefusedException(
                            Reason.TYPE_UNKNOWN,
                            "No record is one of a reading; name it systolic and diastolic, glucose or weight.")))
                    : decoded;
        } catch (RefusedException refused) {
            return List.of(rejected(refused));
        }
    }

    private JsonNode tree() throws RefusedException {
        var bytes = message.bytes();
        var first = bytes.length == 0 ? 0 : Byte.toUnsignedInt(bytes[0]);
        try {
            return ((first & CBOR_TYPE) == CBOR_ARRAY || first == CBOR_TAG ? CBOR : JSON).readTree(bytes);
        } catch (JsonProcessingException | NumberFormatException _) {
            throw new RefusedException(Reason.SENML_INVALID, "This is neither JSON nor CBOR.");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Instant moment(SenmlRecord entry) throws RefusedException {
        return Optional.of(entry.time())
                .filter(time -> time.precision() <= 30 && Math.abs(time.scale()) <= 30)
                .map(time -> time.multiply(MILLIS).setScale(0, RoundingMode.HALF_UP))
                .filter(millis -> millis.precision() <= 15)
                .map(millis -> Instant.ofEpochMilli(millis.longValueExact()))
                .filter(at -> Moments.ordinary(new SaidTime.Moment(at)).isPresent())
                .orElseThrow(
                        () -> new RefusedException(Reason.TIME_INVALID, "The time lies before 1900 or after 2200."));
    }

    private static EnumSet<ReadingKind> kinds(Map<String, SenmlRecord> records) {
        var kinds = EnumSet.noneOf(ReadingKind.class);
        records.keySet()
                .forEach(label -> Metric.of(label).map(ReadingKind::carrying).ifPresent(kinds::add));
        return kinds;
    }

    private Decoded reading(ReadingKind kind, Instant at, Map<String, SenmlRecord> records) {
        try {
            var candidate = new Candidate(kind, new SaidTime.Moment(at), measurements(kind, records), details(records));
            return new Decoded.Accepted(candidate.check(Origin.SENML, device, message, message.deviceNow()));
        } catch (RefusedException refused) {
            // As records that need nothing around them, so that they can be sent once more.
            var resolved = SenmlRecord.write(records.values());
            return Decoder.rejected(message, ByteBuffer.wrap(resolved.getBytes(UTF_8)), refused);
        }
    }

    private Map<Metric, Value> measurements(ReadingKind kind, Map<String, SenmlRecord> records)
            throws RefusedException {
        var measurements = new EnumMap<Metric, Value>(Metric.class);
        for (var metric : kind.metrics()) {
            var entry = records.get(metric.code());
            if (entry != null) {
                measurements.put(metric, value(metric, entry));
            }
        }
        return measurements;
    }

    private Value value(Metric metric, SenmlRecord entry) throws RefusedException {
        if (entry.text().isPresent()) {
            return Words.outOfRange(metric, metric.code(), entry.text().get());
        }
        var number = entry.number()
                .orElseThrow(() -> new RefusedException(
                        Reason.VALUE_INVALID, metric.code() + " must have a number as its value, in v."));
        var unit = metric == Metric.PULSE ? metric.unit() : Words.unit(entry.unit(), message.correction());
        return Words.number(metric, metric.code(), number, unit);
    }

    private static Candidate.Details details(Map<String, SenmlRecord> records) {
        return new Candidate.Details(
                number(records.get("user-slot"), BigDecimal::intValueExact),
                Words.meal(text(records.get("meal"))),
                Words.posture(text(records.get("posture"))),
                records.containsKey("manual") && !records.get("manual").flag().equals(Optional.of(false)),
                text(records.get("id")),
                number(records.get("seq"), BigDecimal::longValueExact),
                false);
    }

    private static String text(@Nullable SenmlRecord entry) {
        return entry == null ? "" : entry.text().orElse("");
    }

    /// Null where it is no whole number.
    private static <N> @Nullable N number(@Nullable SenmlRecord entry, Function<BigDecimal, N> exact) {
        if (entry == null || entry.number().isEmpty()) {
            return null;
        }
        try {
            return exact.apply(entry.number().get());
        } catch (ArithmeticException _) {
            return null;
        }
    }

    private Decoded rejected(RefusedException refused) {
        return Decoder.rejected(message, message.payload(), refused);
    }
}
