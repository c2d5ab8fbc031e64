package health.vigil.plandocuments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.rules.Condition;
import health.vigil.plandocuments.InvalidPlanException.Problem;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanDocumentTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @EnumSource(Template.class)
    void everyTemplateIsTheSamePlanAfterItWasWrittenAndRead(Template template) {
        var plan = template.in(BERLIN);

        var document = PlanDocument.write(plan);

        assertThat(PlanDocument.check(document)).isEqualTo(plan);
        assertThat(PlanDocument.read(document)).isEqualTo(plan);
        assertThat(PlanDocument.write(PlanDocument.read(document))).isEqualTo(document);
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(PlanDocumentTest::kinds)
                : Stream.of(type);
    }

    @Test
    void everyKindOfConditionHasANameAndAPlaceInTheSchema() throws Exception {
        JsonNode kinds =
                DocumentMapper.JSON.readTree(PlanDocument.schema()).at("/$defs/condition/properties/type/enum");
        var named = Stream.of(Template.values())
                .flatMap(template -> template.in(BERLIN).rules().stream())
                .map(PlanDocument::kind)
                .collect(Collectors.toSet());

        assertThat(kinds).hasSize((int) kinds(Condition.class).count());
        assertThat(kinds).extracting(JsonNode::asText).containsAll(named);
    }

    @Test
    void namesThePathOfWhatIsWrong() {
        assertThat(problems(plan -> bound(plan).put("limit", "high")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("/rules/0/condition/bounds/0/limit");
                    assertThat(problem.sentence()).contains("number");
                });
    }

    @Test
    void namesAFieldThatDoesNotExistAndOneThatIsMissing() {
        assertThat(problems(plan -> bound(plan).put("limitt", 1))).anySatisfy(problem -> assertThat(problem.toString())
                .contains("/rules/0/condition/bounds/0", "limitt"));
        assertThat(problems(plan -> plan.remove("zone")))
                .anySatisfy(problem -> assertThat(problem.sentence()).contains("zone"));
    }

    @Test
    void refusesAClearLevelOnTheWrongSideAndAZoneThatDoesNotExist() {
        assertThat(problems(plan -> bound(plan).put("clear", 200)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).startsWith("/rules/0/condition");
                    assertThat(problem.sentence()).contains("good side of its limit");
                });
        assertThat(problems(plan -> plan.put("zone", "Europe/Nowhere")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("/zone"));
    }

    @Test
    void refusesACriticalRuleThatWaitsForARepeat() {
        assertThat(problems(plan -> ((ObjectNode) plan.at("/rules/0/condition")).put("atOnce", false)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).contains("critical rule is raised at once"));
    }

    @Test
    void saysThatItIsNoJson() {
        var failure = catchThrowableOfType(InvalidPlanException.class, () -> PlanDocument.check("{"));

        assertThat(failure.problems())
                .extracting(Problem::sentence)
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("not valid JSON");
    }

    private static ObjectNode bound(ObjectNode plan) {
        return (ObjectNode) plan.at("/rules/0/condition/bounds/0");
    }

    private static List<Problem> problems(Consumer<ObjectNode> change) {
        try {
            var plan = (ObjectNode) DocumentMapper.JSON.readTree(PlanDocument.write(Template.HYPERTENSION.in(BERLIN)));
            change.accept(plan);
            var failure = catchThrowableOfType(InvalidPlanException.class, () -> PlanDocument.check(plan.toString()));
            return Objects.requireNonNull(failure).problems();
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
