package health.vigil.care.overview;

import health.vigil.care.alerts.Alert;
import health.vigil.care.alerts.Alerts;
import health.vigil.care.plans.Plans;
import health.vigil.care.plans.StoredPlan;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what happened in a period.
final class Happenings {

    private final Alerts alerts;
    private final Plans plans;

    Happenings(Alerts alerts, Plans plans) {
        this.alerts = alerts;
        this.plans = plans;
    }

    /// From a moment (inclusive) to another (exclusive), oldest first.
    List<Happening> of(UUID patient, Instant from, Instant to) {
        var versions = plans.versions(patient).stream()
                .filter(version -> !version.effectiveFrom().isBefore(from)
                        && version.effectiveFrom().isBefore(to))
                .map(Happenings::plan);
        var raised = alerts.of(patient, from, to).stream().map(Happenings::alert);
        return Stream.concat(versions, raised)
                .sorted(Comparator.comparing(Happening::at))
                .toList();
    }

    private static Happening plan(StoredPlan version) {
        var story = version.reason().isEmpty() ? "By " : version.reason() + ", by ";
        return new Happening(
                "plan",
                version.effectiveFrom(),
                null,
                "",
                "Care plan, version " + version.version(),
                story + version.createdBy());
    }

    private static Happening alert(Alert alert) {
        var story = new StringBuilder(alert.state());
        add(story, ", acknowledged by ", alert.acknowledgedBy());
        add(story, ", resolved by ", alert.resolvedBy());
        add(story, ": ", alert.outcome());
        add(story, ". ", alert.note());
        return new Happening(
                "alert",
                alert.firstAt(),
                alert.clearedAt(),
                alert.severity(),
                alert.severity().toLowerCase(Locale.ROOT) + ": " + alert.worst() + ", " + alert.reason(),
                story.toString());
    }

    private static void add(StringBuilder story, String before, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            story.append(before).append(text);
        }
    }
}
