package health.vigil.clinical.rules;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Schedule;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Readings;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// One rule, or some, over the readings of a patient in Berlin.
final class Watch {

    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final Instant LONG_AFTER = at("2027-06-01T12:00");

    private Watch() {}

    /// By the clock on the patient's wall.
    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    static Rule rule(Condition condition) {
        return Rule.of("rule", "Rule", Severity.LOW, condition, "test");
    }

    static CarePlan plan(List<Schedule> schedules, Rule... rules) {
        return new CarePlan("test", BERLIN, List.of(rules), Map.of(), schedules, CarePlan.LATE_AFTER);
    }

    static Evaluation evaluation(Instant now, Rule rule, Reading... readings) {
        return Readings.evaluation(PlanHistory.always(plan(List.of(), rule)), now, readings);
    }

    static List<Episode> episodes(Condition condition, Reading... readings) {
        return episodes(rule(condition), readings);
    }

    static List<Episode> episodes(Rule rule, Reading... readings) {
        return evaluation(LONG_AFTER, rule, readings).episodes();
    }

    static Reading[] every(int count, Function<Integer, Reading> reading) {
        return IntStream.range(0, count).boxed().map(reading).toArray(Reading[]::new);
    }
}
