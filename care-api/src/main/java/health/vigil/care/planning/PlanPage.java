package health.vigil.care.planning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.care.plans.Plans;
import health.vigil.care.plans.StoredPlan;
import health.vigil.clinical.plans.Template;
import health.vigil.kit.http.InvalidRequestException;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What the page of a plan says beside the form, and what a form that was sent in says.
public final class PlanPage {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    private PlanPage() {}

    /// The document of a form that was sent in, with what its fields say.
    public static ObjectNode document(Context ctx) {
        return FormFields.apply(param(ctx, "document"), ctx.formParamMap());
    }

    static String param(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name)).orElse("");
    }

    static int basedOn(Context ctx) {
        var text = param(ctx, "basedOn");
        if (!text.matches("\\d{1,9}")) {
            throw new InvalidRequestException("basedOn", "The form has lost its version: reload the page.");
        }
        return Integer.parseInt(text);
    }

    /// A local time as a browser writes it; empty for at once.
    static Optional<Instant> moment(String text, ZoneId zone) {
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.parse(text).atZone(zone).toInstant());
        } catch (DateTimeException _) {
            throw new InvalidRequestException("effectiveFrom", "effectiveFrom must be a date and a time.");
        }
    }

    static String local(Instant moment, ZoneId zone) {
        return LOCAL.format(moment.atZone(zone));
    }

    /// Newest first.
    static List<SavedVersion> history(Plans plans, UUID patient, Clock clock) {
        var versions = plans.versions(patient);
        var history = plans.history(patient);
        var now = clock.instant();
        var zone = history.at(now).zone();
        var inForce = versions.stream()
                .filter(version -> !version.effectiveFrom().isAfter(now))
                .max(Comparator.comparing(StoredPlan::effectiveFrom).thenComparingInt(StoredPlan::version))
                .map(StoredPlan::version)
                .orElse(1);
        var shown = new ArrayList<SavedVersion>();
        for (var version : versions.reversed()) {
            shown.add(new SavedVersion(
                    version.version(),
                    local(version.effectiveFrom(), zone),
                    version.createdBy(),
                    local(version.createdAt(), zone),
                    version.reason(),
                    title(plans.plan(version).template()),
                    version.version() == inForce));
        }
        return shown;
    }

    static String title(String template) {
        return Template.of(template).map(Template::title).orElse("Own plan");
    }
}
