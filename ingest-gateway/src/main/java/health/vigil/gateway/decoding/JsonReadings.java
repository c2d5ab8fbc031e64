package health.vigil.gateway.decoding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// JSON: one reading, or an array of them. A bad element of an array is rejected with its own bytes and the others
/// are kept; where the JSON itself breaks, what came before is kept and the rest is rejected.
final class JsonReadings {

    // JSON is UTF-8 (RFC 8259). Guessing at other encodings would lose the places of elements in the bytes.
    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build()
            .reader();

    private final Message message;
    private final UUID device;
    private final byte[] bytes;
    private final List<Decoded> decoded = new ArrayList<>();
    private int done;

    JsonReadings(Message message, UUID device) {
        this.message = message;
        this.device = device;
        this.bytes = message.bytes();
    }

    List<Decoded> decode() {
        try (var parser = READER.createParser(bytes)) {
            readAll(parser);
        } catch (JsonProcessingException | NumberFormatException _) {
            // The latter comes of exponents that no number type can hold.
            rejectRest(Reason.JSON_MALFORMED, "This is no valid JSON; send one reading or an array of them.");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (decoded.isEmpty()) {
            rejectRest(Reason.EMPTY, "The message holds no reading.");
        }
        return decoded;
    }

    private void readAll(JsonParser parser) throws IOException {
        var first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                readElement(parser);
            }
        } else if (first != null) {
            readElement(parser);
        }
        if (!decoded.isEmpty() && parser.nextToken() != null) {
            rejectRest(Reason.JSON_MALFORMED, "Something follows the end of the JSON.");
        }
    }

    private void readElement(JsonParser parser) throws IOException {
        var start = (int) parser.currentTokenLocation().getByteOffset();
        JsonNode element = READER.readTree(parser);
        done = (int) parser.currentLocation().getByteOffset();
        try {
            decoded.add(new Decoded.Accepted(new JsonReading(element, device, message).read()));
        } catch (RefusedException refused) {
            decoded.add(Decoder.rejected(
                    message, ByteBuffer.wrap(bytes, start, done - start).slice(), refused));
        }
    }

    private void rejectRest(Reason reason, String sentence) {
        var rest = ByteBuffer.wrap(bytes, done, bytes.length - done).slice();
        decoded.add(Decoder.rejected(message, rest, new RefusedException(reason, sentence)));
    }
}
