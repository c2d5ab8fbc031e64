package health.vigil.gateway.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import health.vigil.clinical.vitals.Metric;
import health.vigil.schemas.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Observation;

/// FHIR R4 in JSON: an Observation, or a Bundle with some. What else a Bundle holds (its patient, its device) is no
/// reading, and who was measured is known from the assignment of the device. Each bad Observation is rejected with its
/// own bytes.
final class FhirReadings {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// HAPI takes a second to get ready: not before the first device speaks FHIR.
    private static final class R4 {
        // Its own logger would repeat values.
        static final FhirContext CONTEXT = FhirContext.forR4Cached();

        static Observation observation(String json) throws RefusedException {
            try {
                return CONTEXT.newJsonParser()
                        .setParserErrorHandler(new LenientErrorHandler(false))
                        .parseResource(Observation.class, json);
            } catch (RuntimeException _) {
                // A DataFormatException, or whatever broke inside HAPI: of an empty string, an index out of bounds.
                throw new RefusedException(Reason.FHIR_INVALID, "This is no Observation of FHIR R4.");
            }
        }
    }

    private static final int LONGEST_NUMBER = 100;
    private static final Pattern NUMBER = Pattern.compile("[-+.0-9eE]*");

    /// @param isOrdinary whether all its numbers are of a size that can be reckoned with: HAPI writes them out
    private record Slice(String type, int start, int end, boolean isOrdinary) {}

    private final Message message;
    private final UUID device;
    private final byte[] bytes;
    private final List<Slice> entries = new ArrayList<>();

    FhirReadings(Message message, UUID device) {
        this.message = message;
        this.device = device;
        this.bytes = message.bytes();
    }

    List<Decoded> decode() {
        try (var parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return List.of(rejected(Reason.FHIR_INVALID, "Send an Observation, or a Bundle of them."));
            }
            var root = resource(parser);
            if (parser.nextToken() != null) {
                return List.of(rejected(Reason.JSON_MALFORMED, "Something follows the end of the JSON."));
            }
            return readings(root);
        } catch (JsonProcessingException _) {
            return List.of(rejected(Reason.JSON_MALFORMED, "This is no valid JSON."));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private List<Decoded> readings(Slice root) {
        return switch (root.type()) {
            case "Observation" -> List.of(reading(root));
            case "Bundle" -> {
                var readings = entries.stream()
                        .filter(entry -> entry.type().equals("Observation"))
                        .map(this::reading)
                        .toList();
                yield readings.isEmpty()
                        ? List.of(rejected(Reason.EMPTY, "The Bundle holds no Observation."))
                        : readings;
            }
            default -> List.of(rejected(Reason.FHIR_INVALID, "Send an Observation, or a Bundle of them."));
        };
    }

    /// Where a resource begins and ends in the bytes, and of which type it is; the parser stands at its first token.
    private Slice resource(JsonParser parser) throws IOException {
        var start = (int) parser.currentTokenLocation().getByteOffset();
        var type = "";
        var isOrdinary = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var field = parser.currentName();
            var token = parser.nextToken();
            if (field.equals("resourceType") && token == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (field.equals("entry") && token == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    entry(parser);
                }
            } else {
                isOrdinary &= isOrdinary(parser);
            }
        }
        return new Slice(type, start, (int) parser.currentLocation().getByteOffset(), isOrdinary);
    }

    /// Skips a value, and says whether every number in it is ordinary, those that are written as text too.
    private static boolean isOrdinary(JsonParser parser) throws IOException {
        var isOrdinary = true;
        var depth = 0;
        while (true) {
            var token = parser.currentToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isNumeric()) {
                isOrdinary &= isOrdinaryNumber(parser);
            } else if (token == JsonToken.VALUE_STRING) {
                isOrdinary &= parser.getTextLength() <= LONGEST_NUMBER
                        || !NUMBER.matcher(parser.getText()).matches();
            }
            if (depth == 0) {
                return isOrdinary;
            }
            parser.nextToken();
        }
    }

    private static boolean isOrdinaryNumber(JsonParser parser) throws IOException {
        try {
            return Metric.isOrdinary(parser.getDecimalValue());
        } catch (NumberFormatException _) {
            // Of an exponent that no number type can hold.
            return false;
        }
    }

    private void entry(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var field = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT && field.equals("resource")) {
                entries.add(resource(parser));
            } else {
                parser.skipChildren();
            }
        }
    }

    private Decoded reading(Slice slice) {
        try {
            if (!slice.isOrdinary()) {
                throw new RefusedException(
                        Reason.VALUE_INVALID, "A number has more than 30 digits, or is as large or small as that.");
            }
            var observation = R4.observation(new String(bytes, slice.start(), slice.end() - slice.start(), UTF_8));
            var candidate = new FhirObservation(observation, message.correction()).read();
            return new Decoded.Accepted(candidate.check(Origin.FHIR, device, message, message.deviceNow()));
        } catch (RefusedException refused) {
            return rejected(slice, refused);
        }
    }

    private Decoded rejected(Slice slice, RefusedException refused) {
        var raw = ByteBuffer.wrap(bytes, slice.start(), slice.end() - slice.start());
        return Decoder.rejected(message, raw.slice(), refused);
    }

    private Decoded rejected(Reason reason, String sentence) {
        return Decoder.rejected(message, message.payload(), new RefusedException(reason, sentence));
    }
}
