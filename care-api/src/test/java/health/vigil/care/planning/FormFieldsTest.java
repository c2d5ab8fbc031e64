package health.vigil.care.planning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.vitals.Metric;
import health.vigil.plandocuments.InvalidPlanException;
import health.vigil.plandocuments.InvalidPlanException.Problem;
import health.vigil.plandocuments.PlanDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FormFieldsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String BASE = PlanDocument.write(Template.HYPERTENSION.in(BERLIN));

    private static ObjectNode apply(String... namesAndValues) {
        var fields = new HashMap<String, List<String>>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            fields.computeIfAbsent(namesAndValues[i], _ -> new ArrayList<>()).add(namesAndValues[i + 1]);
        }
        return FormFields.apply(BASE, fields);
    }

    private static CarePlan plan(String... namesAndValues) {
        return PlanDocument.check(apply(namesAndValues).toString());
    }

    @ParameterizedTest
    @EnumSource(Template.class)
    void changesNothingWhenEveryFieldIsSentBackAsItWasShown(Template template) {
        var document = PlanDocument.write(template.in(BERLIN));
        var form = PlanForm.of(FormFields.parse(document), 1, "", "", List.of(), "");

        var again = FormFields.apply(form.document(), sent(form));

        assertThat(PlanDocument.check(again.toString())).isEqualTo(template.in(BERLIN));
    }

    /// What a browser would send.
    private static Map<String, List<String>> sent(PlanForm form) {
        var fields = new HashMap<String, List<String>>();
        Stream.of(
                        Stream.of(form.zone()),
                        form.targets().stream().flatMap(FormFieldsTest::fields),
                        form.schedules().stream().flatMap(FormFieldsTest::fields),
                        form.rules().stream().flatMap(rule -> Stream.of(
                                        rule.head().stream(), fields(rule.condition()), rule.filter().stream())
                                .flatMap(each -> each)))
                .flatMap(each -> each)
                .forEach(field -> {
                    fields.put(field.name(), List.of(field.value()));
                    if (field.type() == Field.Type.DURATION) {
                        fields.put("unit:" + field.name(), List.of(field.unit()));
                    }
                    if (field.optional()) {
                        fields.put("optional:" + field.name(), List.of("yes"));
                    }
                });
        form.rules().forEach(rule -> fields.put("on:" + rule.path(), List.of(String.valueOf(rule.on()))));
        return fields;
    }

    private static Stream<Field> fields(FieldGroup group) {
        return Stream.concat(group.fields().stream(), group.groups().stream().flatMap(FormFieldsTest::fields));
    }

    @Test
    void putsNumbersWordsAndDurationsWhereTheirNamesPoint() {
        var changed = plan(
                "/rules/0/condition/bounds/0/limit", "175.5",
                "/rules/0/title", "Crisis",
                "/rules/0/condition/within", "2",
                "unit:/rules/0/condition/within", "hours",
                "/schedules/0/parts", "morning",
                "/schedules/0/days", "7",
                "/targets/weight/low", "70",
                "/targets/weight/high", "72,5");

        var crisis = (ConfirmedLimit) changed.rules().getFirst().condition();
        assertThat(crisis.bounds().getFirst().limit()).isEqualTo(175.5);
        assertThat(crisis.within()).isEqualTo(Duration.ofHours(2));
        assertThat(changed.rules().getFirst().title()).isEqualTo("Crisis");
        assertThat(changed.schedules().getFirst().parts()).containsExactly(PartOfDay.MORNING);
        assertThat(changed.schedules().getFirst().days()).isEqualTo(Optional.of(7));
        assertThat(changed.targets()).containsEntry(Metric.WEIGHT, new TargetRange(70, 72.5));
    }

    @Test
    void removesATargetWhoseTwoEndsAreEmpty() {
        var changed = plan(
                "/targets/glucose/low", "",
                "optional:/targets/glucose/low", "yes",
                "/targets/glucose/high", "",
                "optional:/targets/glucose/high", "yes");

        assertThat(changed.targets()).doesNotContainKey(Metric.GLUCOSE).containsKey(Metric.SYSTOLIC);
    }

    @Test
    void takesTheTickBeforeTheHiddenFieldThatStandsForNone() {
        var field = "/rules/0/condition/bounds/0/inclusive";

        assertThat(apply(field, "false", field, "true").at(field).asBoolean()).isTrue();
        assertThat(apply(field, "false").at(field).asBoolean()).isFalse();
    }

    @Test
    void switchesARuleOffForAllTimeAndOnAgain() {
        var off = plan("on:/rules/0", "false");
        var on = FormFields.apply(PlanDocument.write(off), Map.of("on:/rules/0", List.of("false", "true")));

        assertThat(off.rules().getFirst().isOnAt(Instant.parse("2026-11-01T00:00:00Z")))
                .isFalse();
        assertThat(PlanDocument.check(on.toString())).isEqualTo(Template.HYPERTENSION.in(BERLIN));
    }

    @Test
    void leavesWhatMakesNoSenseForTheCheckToName() {
        assertThat(problem("/rules/0/condition/bounds/0/limit", "high").path())
                .isEqualTo("/rules/0/condition/bounds/0/limit");
        assertThat(problem("/rules/0/condition/bounds/0/limit", "").path())
                .isEqualTo("/rules/0/condition/bounds/0/limit");
        assertThat(problem("/rules/0/condition/within", "soon", "unit:/rules/0/condition/within", "hours")
                        .path())
                .isEqualTo("/rules/0/condition/within");
        assertThat(problem("/zone", "Europe/Nowhere").path()).isEqualTo("/zone");
    }

    private static Problem problem(String... namesAndValues) {
        var document = apply(namesAndValues).toString();
        var failure = Assertions.catchThrowableOfType(InvalidPlanException.class, () -> PlanDocument.check(document));
        return failure.problems().getFirst();
    }

    @Test
    void ignoresNamesThatPointNowhere() {
        assertThat(apply("/rules/99/title", "x", "/nowhere/else", "x", "csrf", "x")
                        .toString())
                .isEqualTo(FormFields.parse(BASE).toString());
    }

    static List<String> kinds() {
        return NewRules.kinds().stream().map(Option::value).toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void addsARuleOfEveryKindThatMakesSenseAtOnce(String kind) {
        var document = PlanEdits.apply(FormFields.parse(BASE), "add-rule:" + kind);

        var plan = PlanDocument.check(document.toString());
        var form = PlanForm.of(document, 1, "", "", List.of(), "");
        assertThat(PlanDocument.kind(plan.rules().getLast())).isEqualTo(kind);
        assertThat(form.rules().getLast().describe())
                .isEqualTo(plan.rules().getLast().condition().describe());
    }

    @Test
    void knowsEveryKindOfRuleThatTheSchemaKnows() {
        var known = FieldTree.definition("condition").at("/properties/type/enum");

        assertThat(known).extracting(kind -> kind.asText()).containsExactlyInAnyOrderElementsOf(kinds());
    }

    @Test
    void removesWhatAButtonNamesAndLoadsATemplateInTheZoneOfTheForm() {
        var without = PlanEdits.apply(FormFields.parse(BASE), "remove:/rules/0");
        var more = PlanEdits.apply(FormFields.parse(BASE), "append:/rules/0/condition/bounds");
        var other = PlanEdits.apply(FormFields.parse(BASE), "template:pregnancy");

        assertThat(without.path("rules"))
                .hasSize(Template.HYPERTENSION.in(BERLIN).rules().size() - 1);
        assertThat(more.at("/rules/0/condition/bounds")).hasSize(3);
        assertThat(PlanDocument.check(other.toString())).isEqualTo(Template.PREGNANCY.in(BERLIN));
    }
}
