package health.vigil.care.billing;

import gg.jte.output.StringOutput;
import health.vigil.care.exports.Copy;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.Recorder;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// Exports for billing: what is over and was not exported yet, or says something else since.
final class BillingExportRoutes implements Routes {

    /// How many days back exports look for changes (house: a claim can be filed for a year).
    static final int BACK = 400;

    private static final int SHOWN = 100;

    private final PatientsInSight sight;
    private final Statements statements;
    private final BillingExports exports;
    private final Jdbi jdbi;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();

    BillingExportRoutes(PatientsInSight sight, Statements statements, BillingExports exports, Jdbi jdbi, Clock clock) {
        this.sight = sight;
        this.statements = statements;
        this.exports = exports;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/device-days/exports", this::part, Access.NURSE, Access.CLINICIAN);
        routes.post("/device-days/exports", this::submit, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/billing/exports", this::list, Access.NURSE, Access.CLINICIAN);
        routes.post("/api/billing/exports", this::export, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/billing/exports/{export}/statements.csv", this::statementsCsv, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/billing/exports/{export}/evidence.csv", this::evidenceCsv, Access.NURSE, Access.CLINICIAN);
    }

    private List<Patient> patients(Context ctx, Optional<String> team) {
        var patients = sight.patients(ctx.req(), team.map(text -> Requests.uuid("team", text)));
        Looks.atList(ctx.req(), ids(patients));
        return patients;
    }

    private List<Statement> closed(List<Patient> patients) {
        return statements.closed(
                patients, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(BACK));
    }

    private static List<UUID> ids(List<Patient> patients) {
        return patients.stream().map(Patient::patientId).toList();
    }

    private void part(Context ctx) {
        var patients = patients(ctx, Requests.text(ctx, "team"));
        ready(ctx, patients);
    }

    private void ready(Context ctx, List<Patient> patients) {
        var names = patients.stream().collect(Collectors.toMap(Patient::patientId, Patient::name));
        var pending = exports.pending(closed(patients));
        var amendments =
                pending.stream().filter(each -> each.exported().isPresent()).toList();
        var ready = new BillingView.Ready(
                pending.size() - amendments.size(),
                amendments.stream()
                        .limit(SHOWN)
                        .map(each -> BillingView.change(
                                names.getOrDefault(each.statement().patientId(), ""), each))
                        .toList(),
                amendments.size(),
                exports.latest(ids(patients)).stream().map(BillingView.Done::of).toList());
        var output = new StringOutput();
        views.billingExports(
                        ready,
                        Optional.ofNullable(ctx.formParam("team"))
                                .or(() -> Requests.text(ctx, "team"))
                                .orElse(""),
                        Gate.signedIn(ctx).csrfToken())
                .render(output);
        ctx.html(output.toString());
    }

    private void submit(Context ctx) {
        var patients = patients(ctx, Optional.ofNullable(ctx.formParam("team")).filter(text -> !text.isBlank()));
        exports.export(closed(patients), Gate.signedIn(ctx).username());
        if (ctx.header("HX-Request") == null) {
            ctx.redirect("/device-days");
        } else {
            ready(ctx, patients);
        }
    }

    private void list(Context ctx) {
        ctx.json(Map.of("exports", exports.latest(ids(patients(ctx, Requests.text(ctx, "team"))))));
    }

    private record Wanted(Optional<UUID> team) {}

    /// Answers with 204 when there is nothing to export.
    private void export(Context ctx) {
        var wanted = ctx.bodyAsBytes().length == 0 ? new Wanted(Optional.empty()) : Requests.body(ctx, Wanted.class);
        exports.export(
                        closed(sight.patients(ctx.req(), wanted.team())),
                        Gate.signedIn(ctx).username())
                .ifPresentOrElse(export -> ctx.status(201).json(export), () -> ctx.status(204));
    }

    /// Ids alone are written into the statements.
    private String which(Context ctx) {
        var export = Requests.id(ctx, "export");
        var seen = exports.patients(export).stream()
                .filter(patient -> sight.find(ctx.req(), patient).isPresent())
                .map(UUID::toString)
                .collect(Collectors.joining("', '", "'", "'"));
        if (seen.equals("''")) {
            throw new NotFoundResponse("There is no such export.");
        }
        return "b.export_id = '%s' and b.patient_id in (%s)".formatted(export, seen);
    }

    private void csv(Context ctx, String file, String query) throws IOException, SQLException {
        begin(ctx, file);
        Copy.csv(jdbi, query, ctx.outputStream());
    }

    private static void begin(Context ctx, String file) {
        ctx.contentType("text/csv; charset=utf-8");
        ctx.header("Content-Disposition", "attachment; filename=\"" + file + "\"");
        Recorder.now(ctx);
    }

    private void statementsCsv(Context ctx) throws IOException, SQLException {
        var which = which(ctx);
        begin(ctx, "statements.csv");
        Copy.csv(
                jdbi,
                """
                select b.patient_id,
                    case b.service when 'DEVICE' then 'device days' else 'time' end as service, b.first_day, b.last_day,
                    b.zone, b.quantity, case b.service when 'DEVICE' then 'days' else 'minutes' end as unit,
                    b.manual_days, b.codes, b.version, o.quantity as amended_quantity, o.codes as amended_codes
                from care.billed b
                left join care.billed o on o.patient_id = b.patient_id and o.service = b.service
                    and o.first_day = b.first_day and o.version = b.version - 1
                where %s
                order by b.patient_id, b.service, b.first_day
                """.formatted(which),
                "select b.patient_id from care.billed b where " + which,
                List.of(Copy.Part.FAMILY_NAME, Copy.Part.GIVEN_NAME, Copy.Part.BIRTH_DATE),
                ctx.outputStream());
    }

    /// Each reading or entry that proves a statement; of an amendment also what does not any more.
    private void evidenceCsv(Context ctx) throws IOException, SQLException {
        csv(ctx, "evidence.csv", """
                with b as (select * from care.billed b where %s),
                now as (
                    select b.patient_id, b.service, b.first_day, b.version, e.id, e.day
                    from b, unnest(b.evidence, b.evidence_days) e (id, day)),
                before as (
                    select b.patient_id, b.service, b.first_day, b.version, e.id, e.day
                    from b join care.billed o on o.patient_id = b.patient_id and o.service = b.service
                        and o.first_day = b.first_day and o.version = b.version - 1,
                        unnest(o.evidence, o.evidence_days) e (id, day))
                select patient_id, case service when 'DEVICE' then 'reading' else 'time entry' end as evidence, first_day,
                    version, day, id,
                    case when version = 1 or before.id is not null and now.id is not null then null
                        when now.id is null then 'withdrawn' else 'added' end as change
                from now full join before using (patient_id, service, first_day, version, id, day)
                order by patient_id, service, first_day, day, id
                """.formatted(which(ctx)));
    }
}
