package health.vigil.care.billing;

import gg.jte.output.StringOutput;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// The device days and the logged time of one patient.
final class PatientBillingRoutes implements Routes {

    private static final int LONGEST_TEXT = 1000;

    private final PatientsInSight sight;
    private final Statements statements;
    private final Monitoring monitoring;
    private final TimeLog time;
    private final BillingExports exports;
    private final Assets assets;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    PatientBillingRoutes(
            PatientsInSight sight,
            Statements statements,
            Monitoring monitoring,
            TimeLog time,
            BillingExports exports,
            Assets assets,
            Clock clock) {
        this.sight = sight;
        this.statements = statements;
        this.monitoring = monitoring;
        this.time = time;
        this.exports = exports;
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        var page = "/patients/{patient}/device-days";
        var api = "/api/patients/{patient}";
        routes.get(page, this::page, Access.NURSE, Access.CLINICIAN);
        routes.post(page + "/monitoring", this::submitBegin, Access.NURSE, Access.CLINICIAN);
        routes.post(page + "/time", this::submitTime, Access.NURSE, Access.CLINICIAN);
        routes.post(page + "/time/{entry}/withdrawal", this::submitWithdrawal, Access.NURSE, Access.CLINICIAN);
        routes.get(api + "/device-days", this::patient, Access.NURSE, Access.CLINICIAN);
        routes.put(api + "/monitoring", this::begin, Access.NURSE, Access.CLINICIAN);
        routes.post(api + "/time", this::log, Access.NURSE, Access.CLINICIAN);
        routes.post(api + "/time/{entry}/withdrawal", this::withdraw, Access.NURSE, Access.CLINICIAN);
    }

    private record Known(
            Optional<PatientDays> running,
            Optional<LocalDate> begins,
            List<Statement> closed,
            List<Billed> exported,
            List<TimeEntry> time) {}

    private Optional<Watched> running(Patient patient) {
        return statements.running(List.of(patient)).stream().findFirst();
    }

    private Known known(Patient patient, Optional<Watched> running) {
        var ids = Set.of(patient.patientId());
        return new Known(
                running.map(PatientDays::of),
                Optional.ofNullable(monitoring.starts(ids).get(patient.patientId())),
                statements.closed(List.of(patient), since()),
                exports.versions(ids),
                time.of(ids, since()));
    }

    private LocalDate since() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(BillingExportRoutes.BACK);
    }

    private void patient(Context ctx) {
        var patient = sight.patient(ctx);
        ctx.json(known(patient, running(patient)));
    }

    private void page(Context ctx) {
        var patient = sight.patient(ctx);
        var running = running(patient);
        var known = known(patient, running);
        var latest = known.exported().stream()
                .collect(Collectors.toMap(billed -> billed.statement().key(), billed -> billed, (_, later) -> later));
        var past = new ArrayList<>(known.closed());
        past.sort(Comparator.comparing(Statement::lastDay).reversed().thenComparing(Statement::service));
        var output = new StringOutput();
        views.patientDeviceDays(
                        kit,
                        PageFrame.of(ctx, assets, "device-days"),
                        patient,
                        running,
                        known.begins(),
                        latest.keySet().stream().anyMatch(each -> each.service() == Statement.Service.DEVICE),
                        past.stream().map(each -> past(latest, each)).toList(),
                        known.time().reversed())
                .render(output);
        ctx.html(output.toString());
    }

    private static BillingView.Past past(Map<Statement.Key, Billed> latest, Statement statement) {
        return BillingView.past(statement, Optional.ofNullable(latest.get(statement.key())));
    }

    private record Beginning(Optional<LocalDate> firstDay) {}

    private void begin(Context ctx) {
        var patient = sight.patient(ctx);
        begin(ctx, patient, Requests.body(ctx, Beginning.class).firstDay());
        ctx.json(known(patient, running(patient)));
    }

    private void begin(Context ctx, Patient patient, Optional<LocalDate> firstDay) {
        var day = reasonable("firstDay", firstDay);
        if (!monitoring.begin(patient.patientId(), day, Gate.signedIn(ctx).username())) {
            throw new ConflictResponse(
                    "Periods of this patient were exported: they begin as they did, so that nothing is billed twice.");
        }
    }

    private static LocalDate reasonable(String field, Optional<LocalDate> day) {
        return day.filter(given -> given.getYear() >= 2000 && given.getYear() < 2200)
                .orElseThrow(() -> new InvalidRequestException(
                        field, field + " must be a day from 2000 to 2199 in ISO 8601, e.g. 2026-11-23."));
    }

    private record Spent(Optional<LocalDate> day, OptionalInt minutes, Optional<String> activity) {}

    private void log(Context ctx) {
        ctx.status(201).json(log(ctx, sight.patient(ctx), Requests.body(ctx, Spent.class)));
    }

    private TimeEntry log(Context ctx, Patient patient, Spent spent) {
        var today = LocalDate.ofInstant(clock.instant(), patient.zoneId());
        var day = reasonable("day", spent.day().or(() -> Optional.of(today)));
        if (day.isAfter(today)) {
            throw new InvalidRequestException("day", "day must not lie in the future: log time that was spent.");
        }
        var minutes = spent.minutes().orElse(0);
        if (minutes < 1 || minutes > TimeEntry.LONGEST) {
            throw new InvalidRequestException(
                    "minutes", "minutes must be a whole number from 1 to %d.".formatted(TimeEntry.LONGEST));
        }
        return time.add(
                patient.patientId(),
                day,
                minutes,
                Requests.required("activity", spent.activity(), LONGEST_TEXT),
                Gate.signedIn(ctx).username());
    }

    private record Why(Optional<String> reason) {}

    private void withdraw(Context ctx) {
        withdraw(ctx, sight.patient(ctx), Requests.body(ctx, Why.class).reason());
        ctx.status(204);
    }

    private void withdraw(Context ctx, Patient patient, Optional<String> reason) {
        var isWithdrawn = time.withdraw(
                patient.patientId(),
                Requests.id(ctx, "entry"),
                Requests.required("reason", reason, LONGEST_TEXT),
                Gate.signedIn(ctx).username());
        if (!isWithdrawn) {
            throw new NotFoundResponse("This patient has no such entry that still counts.");
        }
    }

    private void submitBegin(Context ctx) {
        var patient = sight.patient(ctx);
        begin(ctx, patient, day(ctx, "firstDay"));
        back(ctx, patient);
    }

    private void submitTime(Context ctx) {
        var patient = sight.patient(ctx);
        log(ctx, patient, new Spent(day(ctx, "day"), minutes(ctx), Optional.ofNullable(ctx.formParam("activity"))));
        back(ctx, patient);
    }

    private void submitWithdrawal(Context ctx) {
        var patient = sight.patient(ctx);
        withdraw(ctx, patient, Optional.ofNullable(ctx.formParam("reason")));
        back(ctx, patient);
    }

    private static void back(Context ctx, Patient patient) {
        ctx.redirect("/patients/" + patient.patientId() + "/device-days");
    }

    private static Optional<LocalDate> day(Context ctx, String field) {
        var text = Optional.ofNullable(ctx.formParam(field)).filter(given -> !given.isBlank());
        try {
            return text.map(LocalDate::parse);
        } catch (DateTimeException _) {
            throw new InvalidRequestException(field, field + " must be a day in ISO 8601, e.g. 2026-11-23.");
        }
    }

    private static OptionalInt minutes(Context ctx) {
        try {
            return OptionalInt.of(Integer.parseInt(
                    Optional.ofNullable(ctx.formParam("minutes")).orElse("")));
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }
}
