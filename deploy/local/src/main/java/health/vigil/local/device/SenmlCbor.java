package health.vigil.local.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/// A SenML pack in CBOR, where labels are numbers (RFC 8428, section 6).
final class SenmlCbor {

    private static final Map<String, Long> LABELS =
            Map.of("bn", -2L, "bt", -3L, "bu", -4L, "n", 0L, "u", 1L, "v", 2L, "vs", 3L, "vb", 4L, "t", 6L);

    private SenmlCbor() {}

    static byte[] write(ArrayNode pack) {
        var bytes = new ByteArrayOutputStream();
        try (CBORGenerator cbor = new CBORFactory().createGenerator(bytes)) {
            cbor.writeStartArray(pack, pack.size());
            for (var entry : pack) {
                cbor.writeStartObject(entry, entry.size());
                for (var field : entry.properties()) {
                    cbor.writeFieldId(Objects.requireNonNull(LABELS.get(field.getKey())));
                    write(cbor, field.getValue());
                }
                cbor.writeEndObject();
            }
            cbor.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(CBORGenerator cbor, JsonNode value) throws IOException {
        if (value.isTextual()) {
            cbor.writeString(value.textValue());
        } else if (value.isIntegralNumber()) {
            cbor.writeNumber(value.longValue());
        } else {
            // As small devices do it: 82.4 is not exactly 82.4 then, and is read as what is meant.
            cbor.writeNumber(value.doubleValue());
        }
    }
}
