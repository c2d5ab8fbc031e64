package health.vigil.care.trends;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.clinical.vitals.Metric;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.ForPrograms;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Recorder;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// The trend API: what a patient's readings were, finely or by days, weeks and months.
public final class TrendRoutes implements Routes {

    private static final ForPrograms OBSERVATIONS = ForPrograms.searching("Observation");
    private static final Duration BY_DEFAULT = Duration.ofDays(90);
    private static final int LARGEST_PAGE = 10_000;

    private final PatientsInSight sight;
    private final Trends trends;
    private final Revisions revisions;
    private final Clock clock;

    public TrendRoutes(PatientsInSight sight, Jdbi jdbi, Clock clock) {
        this.sight = sight;
        this.trends = new Trends(jdbi);
        this.revisions = new Revisions(jdbi);
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/patients/{patient}/trend", this::trend, Access.NURSE, Access.CLINICIAN, OBSERVATIONS);
        routes.get("/api/patients/{patient}/trend.csv", this::csv, Access.NURSE, Access.CLINICIAN, OBSERVATIONS);
    }

    private record Page<P>(
            UUID patientId,
            String metric,
            String unit,
            String zone,
            String resolution,
            Instant from,
            Instant to,
            List<P> points,
            Optional<String> next) {

        /// @param found one more than the limit, if there are as many
        static <P> Page<P> of(
                Question question, Resolution resolution, List<P> found, int limit, Function<P, String> cursor) {
            var points = found.size() > limit ? found.subList(0, limit) : found;
            var next = found.size() > limit ? Optional.of(cursor.apply(points.getLast())) : Optional.<String>empty();
            return new Page<>(
                    question.patient().patientId(),
                    question.metric().code(),
                    question.metric().unit().ucum(),
                    question.patient().zone(),
                    resolution.code(),
                    question.from(),
                    question.to(),
                    points,
                    next);
        }
    }

    private record Question(Patient patient, Metric metric, Instant from, Instant to) {

        Trends.Range range() {
            return new Trends.Range(patient.patientId(), metric, from, to);
        }
    }

    private Question question(Context ctx) {
        var metric = Requests.text(ctx, "metric")
                .flatMap(Metric::of)
                .orElseThrow(() -> new InvalidRequestException("metric", "metric must be one of " + metrics() + "."));
        var to = Requests.moment(ctx, "to").orElseGet(clock::instant);
        var from = Requests.moment(ctx, "from").orElseGet(() -> to.minus(BY_DEFAULT));
        if (from.isAfter(to)) {
            throw new InvalidRequestException("from", "from must not lie after to.");
        }
        return new Question(sight.patient(ctx), metric, from, to);
    }

    private static String metrics() {
        return Arrays.stream(Metric.values()).map(Metric::code).collect(Collectors.joining(", "));
    }

    private void trend(Context ctx) {
        var question = question(ctx);
        var limit = Requests.number(ctx, "limit", 1, LARGEST_PAGE, 1000);
        var resolution = Resolution.of(Requests.text(ctx, "resolution").orElse("raw"));
        var after = Requests.text(ctx, "after");
        var inErrorToo = inErrorToo(ctx);
        // Only where the end is said: otherwise it moves on by itself.
        if (ctx.queryParam("to") != null && revisions.isUnchanged(ctx, question.patient())) {
            return;
        }
        ctx.json(
                switch (resolution) {
                    case RAW -> raw(question, inErrorToo, after, limit);
                    case HOUR -> hours(question, after, limit);
                    case DAY, WEEK, MONTH -> days(question, resolution, after, limit);
                });
    }

    private static boolean inErrorToo(Context ctx) {
        return switch (Requests.text(ctx, "status").orElse("final")) {
            case "final" -> false;
            case "any" -> true;
            default -> throw new InvalidRequestException("status", "status must be final or any.");
        };
    }

    private Page<Trends.Point> raw(Question question, boolean inErrorToo, Optional<String> after, int limit) {
        var points = trends.raw(
                question.range(), inErrorToo, after.map(Cursor::decode).orElse(Cursor.START), limit + 1);
        return Page.of(question, Resolution.RAW, points, limit, last -> new Cursor(last.measuredAt(), last.readingId())
                .encode());
    }

    private Page<Trends.HourPoint> hours(Question question, Optional<String> after, int limit) {
        var range = question.range();
        var rest = after.map(hour -> new Trends.Range(range.patient(), range.metric(), hourAfter(hour), range.to()))
                .orElse(range);
        var points = trends.hours(rest, question.patient().zoneId(), limit + 1);
        return Page.of(
                question, Resolution.HOUR, points, limit, last -> last.hour().toString());
    }

    private Page<?> days(Question question, Resolution resolution, Optional<String> after, int limit) {
        var patient = question.patient();
        var first = after.map(day -> resolution.following(date(day)))
                .orElseGet(() -> LocalDate.ofInstant(question.from(), patient.zoneId()));
        var last = LocalDate.ofInstant(question.to(), patient.zoneId());
        if (resolution == Resolution.DAY) {
            var points = trends.days(patient.patientId(), question.metric(), first, last, limit + 1);
            return Page.of(
                    question, resolution, points, limit, point -> point.day().toString());
        }
        var points = trends.spans(patient.patientId(), question.metric(), resolution.code(), first, last, limit + 1);
        return Page.of(question, resolution, points, limit, point -> point.day().toString());
    }

    private static LocalDate date(String after) {
        return following(() -> LocalDate.parse(after), day -> day.atStartOfDay(ZoneOffset.UTC)
                .toInstant());
    }

    private static Instant hourAfter(String after) {
        return following(() -> Instant.parse(after), Function.identity()).plus(Duration.ofHours(1));
    }

    private static <T> T following(Supplier<T> parsed, Function<T, Instant> moment) {
        try {
            var after = parsed.get();
            if (Requests.isOfThisAge(moment.apply(after))) {
                return after;
            }
        } catch (DateTimeException _) {
            // Refused below, like a day of another age.
        }
        throw new InvalidRequestException("after", "after must be the value of next in the page before.");
    }

    /// Raw points as CSV, of any number. Every field is a time, a number, a code or an id of Vigil's own.
    private void csv(Context ctx) {
        var question = question(ctx);
        Recorder.now(ctx);
        ctx.contentType("text/csv; charset=utf-8");
        ctx.header("Content-Disposition", "attachment; filename=\"trend.csv\"");
        var writer = new PrintWriter(ctx.outputStream(), false, UTF_8);
        writer.print("measured_at,received_at,metric,value,unit,out_of_range,reading_id\r\n");
        trends.each(
                question.range(),
                point -> writer.print("%s,%s,%s,%s,%s,%s,%s\r\n"
                        .formatted(
                                point.measuredAt(),
                                point.receivedAt(),
                                question.metric().code(),
                                point.value() == null ? "" : point.value(),
                                question.metric().unit().ucum(),
                                point.outOfRange() == null ? "" : point.outOfRange(),
                                point.readingId())));
        writer.flush();
    }
}
