package health.vigil.care.fhir;

import ca.uhn.fhir.rest.param.CompositeAndListParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.param.QuantityParam;
import ca.uhn.fhir.rest.param.TokenAndListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import health.vigil.care.fhir.ObservationQuery.Component;
import health.vigil.care.fhir.ObservationQuery.Value;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Unit;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads codes and values of a search: which kinds of reading can match.
final class Codes {

    private static final Map<String, ReadingKind> BY_CODE = Map.of(
            Resources.BLOOD_PRESSURE_PANEL,
            ReadingKind.BLOOD_PRESSURE,
            Metric.GLUCOSE.loinc(),
            ReadingKind.GLUCOSE,
            Metric.WEIGHT.loinc(),
            ReadingKind.WEIGHT);

    private static final Map<String, Set<ReadingKind>> BY_CATEGORY = Map.of(
            Resources.VITAL_SIGNS, Set.of(ReadingKind.BLOOD_PRESSURE, ReadingKind.WEIGHT),
            Resources.LABORATORY, Set.of(ReadingKind.GLUCOSE));

    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal TENTH = new BigDecimal("0.1");

    private Codes() {}

    /// The kinds whose Observation has one of the codes.
    static Set<ReadingKind> ofCode(@Nullable TokenAndListParam codes) {
        return kinds("code", codes, Resources.LOINC, code -> Stream.ofNullable(BY_CODE.get(code)));
    }

    /// The kinds whose Observation, or one of its components, has one of the codes.
    static Set<ReadingKind> ofComboCode(@Nullable TokenAndListParam codes) {
        return kinds(
                "combo-code",
                codes,
                Resources.LOINC,
                code -> Stream.concat(
                        Stream.ofNullable(BY_CODE.get(code)), metric(code).map(ReadingKind::carrying).stream()));
    }

    static Set<ReadingKind> ofCategory(@Nullable TokenAndListParam categories) {
        return kinds(
                "category", categories, Resources.CATEGORY, code -> BY_CATEGORY.getOrDefault(code, Set.of()).stream());
    }

    private static Optional<Metric> metric(String loinc) {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.loinc().equals(loinc))
                .findFirst();
    }

    private static Set<ReadingKind> kinds(
            String name,
            @Nullable TokenAndListParam tokens,
            String system,
            Function<String, Stream<ReadingKind>> matching) {
        var kinds = EnumSet.allOf(ReadingKind.class);
        if (tokens != null) {
            tokens.getValuesAsQueryTokens()
                    .forEach(either ->
                            kinds.retainAll(matching(name, either.getValuesAsQueryTokens(), system, matching)));
        }
        return kinds;
    }

    private static Set<ReadingKind> matching(
            String name, List<TokenParam> either, String system, Function<String, Stream<ReadingKind>> matching) {
        var kinds = EnumSet.noneOf(ReadingKind.class);
        for (var token : either) {
            plain(name, token);
            if (token.getSystem() == null || token.getSystem().equals(system)) {
                matching.apply(String.valueOf(token.getValue())).forEach(kinds::add);
            }
        }
        return kinds;
    }

    /// As they are in the database.
    static Set<String> statuses(@Nullable TokenAndListParam statuses) {
        Set<String> found = new HashSet<>(Set.of("FINAL", "ENTERED_IN_ERROR"));
        if (statuses != null) {
            statuses.getValuesAsQueryTokens()
                    .forEach(either -> found.retainAll(either.getValuesAsQueryTokens().stream()
                            .map(token -> plain("status", token))
                            .map(token -> String.valueOf(token.getValue()))
                            .flatMap(status -> switch (status) {
                                case "final" -> Stream.of("FINAL");
                                case "entered-in-error" -> Stream.of("ENTERED_IN_ERROR");
                                default -> Stream.empty();
                            })
                            .toList()));
        }
        return found;
    }

    private static TokenParam plain(String name, TokenParam token) {
        if (token.getModifier() != null || token.getMissing() != null) {
            throw new InvalidRequestException(name + ": modifiers are not offered.");
        }
        return token;
    }

    /// Of each, any of the values within one component must match. Empty values match nothing.
    static List<Component> components(@Nullable CompositeAndListParam<TokenParam, QuantityParam> components) {
        return components == null
                ? List.of()
                : components.getValuesAsQueryTokens().stream()
                        .map(either -> new Component(either.getValuesAsQueryTokens().stream()
                                .map(pair -> value(pair.getLeftValue(), pair.getRightValue()))
                                .flatMap(Optional::stream)
                                .toList()))
                        .toList();
    }

    private static Optional<Value> value(TokenParam code, QuantityParam quantity) {
        plain("component-code-value-quantity", code);
        if (quantity.getValue() == null) {
            throw new InvalidRequestException(
                    "component-code-value-quantity: a code, $ and a number, e.g. 8480-6$gt140.");
        }
        if (code.getSystem() != null && !code.getSystem().equals(Resources.LOINC)) {
            return Optional.empty();
        }
        return metric(String.valueOf(code.getValue()))
                .filter(metric -> ReadingKind.carrying(metric) == ReadingKind.BLOOD_PRESSURE)
                .flatMap(metric -> value(metric, quantity));
    }

    private static Optional<Value> value(Metric metric, QuantityParam quantity) {
        var given = Objects.requireNonNull(quantity.getValue());
        if (!Metric.isOrdinary(given)) {
            throw new InvalidRequestException(
                    "component-code-value-quantity: the number has more than 30 digits, or is as large or small as that.");
        }
        var unit = Optional.ofNullable(quantity.getUnits()).filter(text -> !text.isEmpty());
        var number = given;
        if (unit.isPresent()) {
            var known = unit.flatMap(Unit::of);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            if (known.get() != metric.unit()) {
                try {
                    number = BigDecimal.valueOf(
                            metric.normalise(given, known.get()).number());
                } catch (IllegalArgumentException _) {
                    // The unit of something else: nothing is like that.
                    return Optional.empty();
                }
            }
        }
        var half = HALF.scaleByPowerOfTen(-Math.max(0, number.scale()));
        var value = number.doubleValue();
        return Optional.of(
                switch (Optional.ofNullable(quantity.getPrefix()).orElse(ParamPrefixEnum.EQUAL)) {
                    case EQUAL -> around(metric, number, half, false);
                    case NOT_EQUAL -> around(metric, number, half, true);
                    case APPROXIMATE -> around(metric, number, number.abs().multiply(TENTH), false);
                    case GREATERTHAN, STARTS_AFTER -> new Value(metric, Math.nextUp(value), null, false);
                    case GREATERTHAN_OR_EQUALS -> new Value(metric, value, null, false);
                    case LESSTHAN, ENDS_BEFORE -> new Value(metric, null, value, false);
                    case LESSTHAN_OR_EQUALS -> new Value(metric, null, Math.nextUp(value), false);
                });
    }

    private static Value around(Metric metric, BigDecimal number, BigDecimal distance, boolean outside) {
        return new Value(
                metric,
                number.subtract(distance).doubleValue(),
                number.add(distance).doubleValue(),
                outside);
    }

    static boolean matchNothing(Collection<Component> components) {
        return components.stream().anyMatch(component -> component.values().isEmpty());
    }
}
