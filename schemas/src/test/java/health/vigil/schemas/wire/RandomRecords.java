package health.vigil.schemas.wire;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/// Any record of a schema, so that a new topic or field is tested without a new line.
final class RandomRecords {

    private RandomRecords() {}

    static <V extends SpecificRecord> Arbitrary<V> of(Class<V> type) {
        return record(SpecificData.get().getSchema(type)).map(type::cast);
    }

    private static Arbitrary<Object> record(Schema schema) {
        var fields =
                schema.getFields().stream().map(field -> any(field.schema())).toList();
        return Combinators.combine(fields).as(values -> {
            var record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
            for (var index = 0; index < fields.size(); index++) {
                record.put(
                        index,
                        values.get(index) instanceof Optional<?> optional ? optional.orElse(null) : values.get(index));
            }
            return record;
        });
    }

    private static Arbitrary<Object> any(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            return logical(logical);
        }
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM ->
                Arbitraries.of(schema.getEnumSymbols())
                        .map(symbol -> SpecificData.get().createEnum(symbol, schema));
            case ARRAY -> any(schema.getElementType()).list().ofMaxSize(3).map(ArrayList::new);
            case UNION -> optional(schema);
            case STRING ->
                Arbitraries.strings().ofMaxLength(20).excludeChars(surrogates()).map(Object.class::cast);
            case BYTES -> Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(ByteBuffer::wrap);
            case INT -> Arbitraries.integers().map(Object.class::cast);
            case LONG -> Arbitraries.longs().map(Object.class::cast);
            case DOUBLE -> Arbitraries.doubles().map(Object.class::cast);
            case BOOLEAN -> Arbitraries.of(true, false);
            case MAP, FIXED, FLOAT, NULL -> throw new IllegalArgumentException("no contract has a " + schema.getType());
        };
    }

    private static Arbitrary<Object> optional(Schema union) {
        var present = union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .map(RandomRecords::any)
                .toList();
        return Arbitraries.oneOf(present).optional().map(Object.class::cast);
    }

    private static Arbitrary<Object> logical(LogicalType type) {
        return switch (type) {
            case LogicalTypes.Uuid _ ->
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
            case LogicalTypes.TimestampMillis _ ->
                Arbitraries.longs()
                        .between(-2_208_988_800_000L, 7_258_118_400_000L)
                        .map(Instant::ofEpochMilli);
            case LogicalTypes.Date _ ->
                Arbitraries.longs().between(-25_000, 84_000).map(LocalDate::ofEpochDay);
            default -> throw new IllegalArgumentException("no contract has a " + type.getName());
        };
    }

    /// Half a character is no text, and UTF-8 cannot carry it.
    private static char[] surrogates() {
        var surrogates = new StringBuilder();
        for (var half = Character.MIN_SURROGATE; half <= Character.MAX_SURROGATE; half++) {
            surrogates.append(half);
        }
        return surrogates.toString().toCharArray();
    }
}
