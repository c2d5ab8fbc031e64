package health.vigil.plandocuments;

import com.fasterxml.jackson.core.JsonProcessingException;
import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/// Why an alert was raised: the rule with its limits at that time, and the readings that its judgement rests on. The
/// same readings and plan always give the same text. How long the episode lasts is not part of it.
///
/// @param limits the rule's limits in words
/// @param planVersion counts the versions of the patient's plan
/// @param zone of the patient's local days at that time
/// @param readings oldest first; the judged one is named by `worst`
public record Explanation(
        UUID alertId,
        String reason,
        Rule rule,
        String limits,
        int planVersion,
        Instant planSince,
        ZoneId zone,
        UUID first,
        UUID worst,
        boolean unconfirmed,
        boolean clockSuspect,
        List<Evidence> readings) {

    /// A reading of the window, as a person would say it.
    public record Evidence(UUID readingId, Instant measuredAt, Instant receivedAt, String text) {}

    /// JSON; the same text for the same readings and plan, whenever it is asked for.
    public static String write(Episode episode, PlanHistory plans, Evaluation evaluation) {
        return of(episode, plans, evaluation.evidence(episode)).json();
    }

    private static Explanation of(Episode episode, PlanHistory plans, List<Reading> evidence) {
        var judgedAt = episode.readings() == 0
                ? episode.latest().measuredAt()
                : episode.first().measuredAt();
        var plan = plans.at(judgedAt);
        var rule = plan.rule(episode.ruleId()).orElseThrow();
        return new Explanation(
                episode.id(),
                episode.reason(),
                rule,
                rule.condition().describe(),
                episode.planVersion(),
                plans.beginningOf(judgedAt),
                plan.zone(),
                episode.first().readingId(),
                episode.worst().readingId(),
                episode.unconfirmed(),
                episode.clockSuspect(),
                evidence.stream()
                        .map(reading ->
                                new Evidence(reading.id(), reading.measuredAt(), reading.receivedAt(), reading.text()))
                        .toList());
    }

    private String json() {
        try {
            return DocumentMapper.JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
