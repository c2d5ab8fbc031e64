package health.vigil.care.billing;

import gg.jte.output.StringOutput;
import health.vigil.care.alerts.Alerts;
import health.vigil.care.billing.Statements.Monitored;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Sight;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.clinical.billing.BillingPeriod;
import health.vigil.clinical.billing.Outlook;
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
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// Device days and logged time: of a team, to call who will miss the sixteenth day, and of one patient.
final class DeviceDayRoutes implements Routes {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 10_000;
    private static final int LONGEST_TEXT = 1000;

    private final Sight sight;
    private final Statements statements;
    private final Monitoring monitoring;
    private final TimeLog time;
    private final BillingExports exports;
    private final Alerts alerts;
    private final Assets assets;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    DeviceDayRoutes(
            Sight sight,
            Statements statements,
            Monitoring monitoring,
            TimeLog time,
            BillingExports exports,
            Jdbi jdbi,
            Assets assets,
            Clock clock) {
        this.sight = sight;
        this.statements = statements;
        this.monitoring = monitoring;
        this.time = time;
        this.exports = exports;
        this.alerts = new Alerts(jdbi);
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/device-days", this::page, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/device-days", this::team, Access.NURSE, Access.CLINICIAN);
        routes.get("/patients/{patient}/device-days", this::patientPage, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/patients/{patient}/device-days", this::patient, Access.NURSE, Access.CLINICIAN);
        routes.put("/api/patients/{patient}/monitoring", this::begin, Access.NURSE, Access.CLINICIAN);
        routes.post("/api/patients/{patient}/time", this::log, Access.NURSE, Access.CLINICIAN);
        routes.post("/api/patients/{patient}/time/{entry}/withdrawal", this::withdraw, Access.NURSE, Access.CLINICIAN);
        routes.post("/patients/{patient}/device-days/monitoring", this::submitBegin, Access.NURSE, Access.CLINICIAN);
        routes.post("/patients/{patient}/device-days/time", this::submitTime, Access.NURSE, Access.CLINICIAN);
        routes.post(
                "/patients/{patient}/device-days/time/{entry}/withdrawal",
                this::submitWithdrawal,
                Access.NURSE,
                Access.CLINICIAN);
    }

    private BillingView.Team found(Context ctx) {
        var team = Requests.text(ctx, "team").map(text -> Requests.uuid("team", text));
        var onlyToCall = Requests.text(ctx, "call").isPresent();
        var offset = Requests.number(ctx, "offset", 0, Integer.MAX_VALUE, 0);
        var limit = Requests.number(ctx, "limit", 1, LARGEST_PAGE, PAGE);
        var watched = watched(sight.patients(ctx.req(), team));
        var toCall = (int) watched.stream()
                .filter(each -> each.outlook().state() == Outlook.State.AT_RISK)
                .count();
        var wanted = watched.stream()
                .filter(each -> !onlyToCall || each.outlook().state() == Outlook.State.AT_RISK)
                .sorted(Watched.MOST_URGENT_FIRST)
                .toList();
        var shown = wanted.stream().skip(offset).limit(limit).toList();
        var more = offset + shown.size() < wanted.size()
                ? Optional.of("%s%soffset=%d"
                        .formatted(
                                team.map(id -> "team=" + id + "&").orElse(""),
                                onlyToCall ? "call=true&" : "",
                                offset + limit))
                : Optional.<String>empty();
        return new BillingView.Team(shown, wanted.size(), toCall, more);
    }

    private List<Watched> watched(List<Patient> patients) {
        var today = today();
        // A patient's today may be another than in UTC, and so may the month.
        var minutes = new HashMap<YearMonth, Map<UUID, Integer>>();
        return statements.monitored(patients, today.minusDays(BillingPeriod.DAYS + 1L)).stream()
                .map(each -> Watched.of(each, minutes(minutes, patients, each)))
                .toList();
    }

    private int minutes(Map<YearMonth, Map<UUID, Integer>> known, List<Patient> patients, Monitored each) {
        return known.computeIfAbsent(
                        YearMonth.from(each.today()),
                        month -> statements.minutesSince(
                                patients.stream().map(Patient::patientId).toList(), month.atDay(1)))
                .getOrDefault(each.patient().patientId(), 0);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void team(Context ctx) {
        var found = found(ctx);
        ctx.json(Map.of(
                "found",
                found.found(),
                "toCall",
                found.toCall(),
                "patients",
                found.patients().stream().map(PatientDays::of).toList()));
    }

    /// What programs get of a running period; the patient by id alone.
    private record PatientDays(
            UUID patientId,
            LocalDate firstDay,
            LocalDate lastDay,
            List<LocalDate> deviceDays,
            List<LocalDate> manualDays,
            Outlook outlook,
            int minutes,
            List<String> timeCodes) {

        static PatientDays of(Watched each) {
            return new PatientDays(
                    each.patient().patientId(),
                    each.periodFirst(),
                    each.periodLast(),
                    each.deviceDays(),
                    each.manualDays(),
                    each.outlook(),
                    each.minutes(),
                    each.timeCodes());
        }
    }

    private void page(Context ctx) {
        var output = new StringOutput();
        views.deviceDays(
                        kit,
                        PageFrame.of(ctx, assets, "device-days"),
                        found(ctx),
                        alerts.teams(),
                        Requests.text(ctx, "team").orElse(""),
                        Requests.text(ctx, "call").isPresent())
                .render(output);
        ctx.html(output.toString());
    }

    private record Known(
            Optional<PatientDays> running,
            Optional<LocalDate> begins,
            List<Statement> closed,
            List<Billed> exported,
            List<TimeEntry> time) {}

    private Known known(Patient patient) {
        var of = List.of(patient);
        var ids = Set.of(patient.patientId());
        return new Known(
                watched(of).stream().findFirst().map(PatientDays::of),
                Optional.ofNullable(monitoring.starts(ids).get(patient.patientId())),
                statements.closed(of, today().minusDays(BillingExportRoutes.BACK)),
                exports.versions(ids),
                time.of(ids, today().minusDays(BillingExportRoutes.BACK)));
    }

    private void patient(Context ctx) {
        ctx.json(known(sight.patient(ctx)));
    }

    private void patientPage(Context ctx) {
        patientPage(ctx, sight.patient(ctx));
    }

    private void patientPage(Context ctx, Patient patient) {
        var known = known(patient);
        var latest = known.exported().stream()
                .collect(Collectors.toMap(billed -> billed.statement().key(), billed -> billed, (_, later) -> later));
        var past = new ArrayList<>(known.closed());
        past.sort(Comparator.comparing(Statement::lastDay).reversed().thenComparing(Statement::service));
        var output = new StringOutput();
        views.patientDeviceDays(
                        kit,
                        PageFrame.of(ctx, assets, "device-days"),
                        patient,
                        watched(List.of(patient)).stream().findFirst(),
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
        ctx.json(known(patient));
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
                text("activity", spent.activity()),
                Gate.signedIn(ctx).username());
    }

    private static String text(String field, Optional<String> given) {
        var text = Requests.required(field, given.orElse(""));
        if (text.length() > LONGEST_TEXT || text.indexOf(0) >= 0) {
            throw new InvalidRequestException(
                    field, "%s has %d characters at most, none of them NUL.".formatted(field, LONGEST_TEXT));
        }
        return text;
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
                text("reason", reason),
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
