package health.vigil.care.trends;

import static java.nio.charset.StandardCharsets.UTF_8;

import gg.jte.output.StringOutput;
import health.vigil.care.corrections.RecentReadings;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.plans.Plans;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.clinical.vitals.Metric;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// The patient's page, and the trend API behind its charts.
public final class TrendRoutes implements Routes {

    private static final Duration BY_DEFAULT = Duration.ofDays(90);
    private static final int LARGEST_PAGE = 10_000;

    private final Patients patients;
    private final RecentReadings recent;
    private final Trends trends;
    private final Charts charts;
    private final Assets assets;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public TrendRoutes(Patients patients, Plans plans, RecentReadings recent, Jdbi jdbi, Assets assets, Clock clock) {
        this.patients = patients;
        this.recent = recent;
        this.trends = new Trends(jdbi);
        this.charts = new Charts(plans, trends, clock);
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/patients/{patient}", this::page, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/patients/{patient}/trend", this::trend, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/patients/{patient}/trend.csv", this::csv, Access.NURSE, Access.CLINICIAN);
    }

    private Patient patient(Context ctx) {
        return patients.find(Requests.id(ctx, "patient"))
                .orElseThrow(() -> new NotFoundResponse("There is no such patient."));
    }

    private void page(Context ctx) {
        var patient = patient(ctx);
        var output = new StringOutput();
        views.patient(
                        kit,
                        PageFrame.of(ctx, assets, "patients"),
                        patient,
                        charts.of(patient),
                        recent.of(patient.patientId()))
                .render(output);
        ctx.html(output.toString());
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

        static <P> Page<P> of(Question question, String resolution, List<P> points, Optional<String> next) {
            return new Page<>(
                    question.patient().patientId(),
                    question.metric().code(),
                    question.metric().unit().ucum(),
                    question.patient().zone(),
                    resolution,
                    question.from(),
                    question.to(),
                    points,
                    next);
        }
    }

    private record Question(Patient patient, Metric metric, Instant from, Instant to) {}

    private Question question(Context ctx) {
        var metric = Requests.text(ctx, "metric")
                .flatMap(Metric::of)
                .orElseThrow(() -> new InvalidRequestException("metric", "metric must be one of " + metrics() + "."));
        var to = Requests.moment(ctx, "to").orElseGet(clock::instant);
        var from = Requests.moment(ctx, "from").orElseGet(() -> to.minus(BY_DEFAULT));
        if (from.isAfter(to)) {
            throw new InvalidRequestException("from", "from must not lie after to.");
        }
        return new Question(patient(ctx), metric, from, to);
    }

    private static String metrics() {
        return Arrays.stream(Metric.values()).map(Metric::code).collect(Collectors.joining(", "));
    }

    private void trend(Context ctx) {
        var question = question(ctx);
        var limit = Requests.number(ctx, "limit", 1, LARGEST_PAGE, 1000);
        var resolution = Requests.text(ctx, "resolution").orElse("raw");
        ctx.json(
                switch (resolution) {
                    case "raw" -> raw(ctx, question, limit);
                    case "day" -> days(ctx, question, limit);
                    default -> throw new InvalidRequestException("resolution", "resolution must be raw or day.");
                });
    }

    private Page<Trends.Point> raw(Context ctx, Question question, int limit) {
        var after = Requests.text(ctx, "after").map(Cursor::decode).orElse(Cursor.START);
        var points = trends.raw(
                question.patient().patientId(), question.metric(), question.from(), question.to(), after, limit + 1);
        if (points.size() <= limit) {
            return Page.of(question, "raw", points, Optional.empty());
        }
        var last = points.get(limit - 1);
        var next = new Cursor(last.measuredAt(), last.readingId()).encode();
        return Page.of(question, "raw", points.subList(0, limit), Optional.of(next));
    }

    private Page<Trends.DayPoint> days(Context ctx, Question question, int limit) {
        var zone = question.patient().zoneId();
        var first = Requests.text(ctx, "after")
                .map(TrendRoutes::dayAfter)
                .orElseGet(() -> LocalDate.ofInstant(question.from(), zone));
        var last = LocalDate.ofInstant(question.to(), zone);
        var points = trends.days(question.patient().patientId(), question.metric(), first, last, limit + 1);
        if (points.size() <= limit) {
            return Page.of(question, "day", points, Optional.empty());
        }
        var next = points.get(limit - 1).day().toString();
        return Page.of(question, "day", points.subList(0, limit), Optional.of(next));
    }

    private static LocalDate dayAfter(String text) {
        try {
            return LocalDate.parse(text).plusDays(1);
        } catch (DateTimeException _) {
            throw new InvalidRequestException("after", "after must be the value of next in the page before.");
        }
    }

    /// Raw points as CSV, of any number. Every field is a time, a number, a code or an id of Vigil's own.
    private void csv(Context ctx) {
        var question = question(ctx);
        ctx.contentType("text/csv; charset=utf-8");
        ctx.header("Content-Disposition", "attachment; filename=\"trend.csv\"");
        var writer = new PrintWriter(ctx.outputStream(), false, UTF_8);
        writer.print("measured_at,received_at,metric,value,unit,out_of_range,reading_id\r\n");
        trends.each(
                question.patient().patientId(),
                question.metric(),
                question.from(),
                question.to(),
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
