package health.vigil.plandocuments;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import health.vigil.clinical.rules.Average;
import health.vigil.clinical.rules.Baseline;
import health.vigil.clinical.rules.Change;
import health.vigil.clinical.rules.Combination;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.ShareInRange;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.rules.Variability;
import java.util.Locale;
import java.util.Set;

/// How the clinical records are written: enums in small letters with hyphens, durations and moments in ISO 8601, fields
/// always in the same order.
final class DocumentMapper {

    static final JsonMapper JSON = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .annotationIntrospector(new Hyphens())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.USE_DEFAULTS))
            .addMixIn(Condition.class, Kinds.class)
            .build();

    private DocumentMapper() {}

    /// The names of the kinds of condition. They are in stored documents: never change one.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Limit.class, name = "limit"),
        @JsonSubTypes.Type(value = ConfirmedLimit.class, name = "confirmed-limit"),
        @JsonSubTypes.Type(value = Repeated.class, name = "repeated"),
        @JsonSubTypes.Type(value = Average.class, name = "average"),
        @JsonSubTypes.Type(value = Change.class, name = "change"),
        @JsonSubTypes.Type(value = Baseline.class, name = "baseline"),
        @JsonSubTypes.Type(value = Variability.class, name = "variability"),
        @JsonSubTypes.Type(value = ShareInRange.class, name = "share-in-range"),
        @JsonSubTypes.Type(value = OtherPerson.class, name = "other-person"),
        @JsonSubTypes.Type(value = Combination.class, name = "combination"),
        @JsonSubTypes.Type(value = Silence.class, name = "silence")
    })
    private interface Kinds {}

    private static final class Hyphens extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;
        private static final Set<String> AS_THEY_ARE = Set.of("java.time");

        @Override
        public String[] findEnumValues(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] values, String[] names) {
            if (AS_THEY_ARE.contains(type.getRawType().getPackageName())) {
                return names;
            }
            for (var i = 0; i < values.length; i++) {
                names[i] = values[i].name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
            return names;
        }
    }

    /// The name of a rule's kind, e.g. `confirmed-limit`.
    static String kind(Rule rule) {
        return JSON.valueToTree(rule.condition()).path("type").asText();
    }
}
