package health.vigil.care.overview;

import gg.jte.output.StringOutput;
import health.vigil.care.alerts.Alerts;
import health.vigil.care.corrections.RecentReadings;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.readings.StoredReadings;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.ForPrograms;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// The patient's page, and what it loads for the period that somebody looks at.
public final class PatientPageRoutes implements Routes {

    private static final int BY_DEFAULT = 30;
    private static final int LONGEST = 10 * 366;
    private static final int LONGEST_TABLE = 366;

    private final PatientsInSight sight;
    private final Plans plans;
    private final RecentReadings recent;
    private final Charts charts;
    private final Overviews overviews;
    private final Happenings happenings;
    private final Assets assets;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public PatientPageRoutes(
            PatientsInSight sight, Plans plans, RecentReadings recent, Jdbi jdbi, Assets assets, Clock clock) {
        var readings = new StoredReadings(jdbi);
        this.sight = sight;
        this.plans = plans;
        this.recent = recent;
        this.charts = new Charts(plans, readings, clock);
        this.overviews = new Overviews(readings, plans, clock);
        this.happenings = new Happenings(new Alerts(jdbi), plans);
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/patients/{patient}", this::page, Access.NURSE, Access.CLINICIAN);
        routes.get("/patients/{patient}/overview", this::overviewPart, Access.NURSE, Access.CLINICIAN);
        routes.get("/patients/{patient}/report", this::report, Access.NURSE, Access.CLINICIAN);
        routes.get("/patients/{patient}/days", this::daysPart, Access.NURSE, Access.CLINICIAN);
        routes.get(
                "/api/patients/{patient}/overview",
                this::overview,
                Access.NURSE,
                Access.CLINICIAN,
                ForPrograms.searching("Observation"));
        routes.get("/api/patients/{patient}/happenings", this::happenings, Access.NURSE, Access.CLINICIAN);
    }

    private void page(Context ctx) {
        var patient = sight.patient(ctx);
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

    private Days period(Context ctx, Patient patient) {
        var last = day(ctx, "to").orElseGet(() -> LocalDate.ofInstant(clock.instant(), patient.zoneId()));
        var first = day(ctx, "from").orElseGet(() -> last.minusDays(BY_DEFAULT - 1));
        if (first.isAfter(last)) {
            throw new InvalidRequestException("from", "from must not lie after to.");
        }
        if (first.isBefore(last.minusDays(LONGEST))) {
            throw new InvalidRequestException("from", "from must not lie more than ten years before to.");
        }
        return new Days(first, last);
    }

    private static Optional<LocalDate> day(Context ctx, String parameter) {
        return Requests.text(ctx, parameter).map(text -> {
            try {
                var day = LocalDate.parse(text);
                if (day.getYear() >= 1900 && day.getYear() <= 2200) {
                    return day;
                }
            } catch (DateTimeException _) {
                // Refused below, like a day of another age.
            }
            throw new InvalidRequestException(
                    parameter, parameter + " must be a day from 1900 to 2200 in ISO 8601, e.g. 2026-11-23.");
        });
    }

    private void overview(Context ctx) {
        var patient = sight.patient(ctx);
        ctx.json(overviews.of(patient.patientId(), period(ctx, patient)));
    }

    private void overviewPart(Context ctx) {
        var patient = sight.patient(ctx);
        var period = period(ctx, patient);
        var before = ctx.queryParam("compare") == null
                ? Optional.<Overview>empty()
                : Optional.of(overviews.of(patient.patientId(), period.before()));
        var view =
                OverviewView.of(overviews.of(patient.patientId(), period), before, plans.inForce(patient.patientId()));
        var output = new StringOutput();
        views.overview(view).render(output);
        ctx.html(output.toString());
    }

    /// For paper: what the browser prints, or keeps as PDF.
    private void report(Context ctx) {
        var patient = sight.patient(ctx);
        var id = patient.patientId();
        var period = period(ctx, patient);
        var plan = plans.inForce(id);
        var zone = patient.zoneId();
        var report = ReportView.of(
                patient,
                OverviewView.of(overviews.of(id, period), Optional.empty(), plan),
                overviews.drawings(id, period, plan),
                plan,
                happenings.of(
                        id,
                        period.first().atStartOfDay(zone).toInstant(),
                        period.last().plusDays(1).atStartOfDay(zone).toInstant()),
                clock.instant().atZone(zone),
                Gate.signedIn(ctx).displayName());
        var output = new StringOutput();
        views.report(PageFrame.of(ctx, assets, "patients"), report).render(output);
        ctx.html(output.toString());
    }

    private void daysPart(Context ctx) {
        var patient = sight.patient(ctx);
        var period = period(ctx, patient);
        var shown = period.count() > LONGEST_TABLE
                ? new Days(period.last().minusDays(LONGEST_TABLE - 1), period.last())
                : period;
        var output = new StringOutput();
        views.days(overviews.table(patient.patientId(), shown), !shown.equals(period))
                .render(output);
        ctx.html(output.toString());
    }

    private void happenings(Context ctx) {
        var patient = sight.patient(ctx);
        var to = Requests.moment(ctx, "to").orElseGet(clock::instant);
        var from = Requests.moment(ctx, "from").orElseGet(() -> to.minus(Duration.ofDays(BY_DEFAULT)));
        if (from.isAfter(to)) {
            throw new InvalidRequestException("from", "from must not lie after to.");
        }
        ctx.json(Map.of("happenings", happenings.of(patient.patientId(), from, to)));
    }
}
