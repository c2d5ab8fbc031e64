package health.vigil.care.exports;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.ForPrograms;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Recorder;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Downloads of readings, of a patient or of a care team's patients. The header `Vigil-Readings` tells beforehand how
/// many there are, so that a client can show how far it has come.
public final class ExportRoutes implements Routes {

    private static final ForPrograms OBSERVATIONS = ForPrograms.searching("Observation");
    private static final Instant EVER = Instant.parse("1900-01-01T00:00:00Z");

    private final PatientsInSight sight;
    private final Exports exports;
    private final Everything everything;
    private final Clock clock;

    public ExportRoutes(PatientsInSight sight, Jdbi jdbi, Clock clock) {
        this.sight = sight;
        this.exports = new Exports(jdbi);
        this.everything = new Everything(jdbi, exports);
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/exports/readings.csv", this::csv, Access.NURSE, Access.CLINICIAN, OBSERVATIONS);
        routes.get(
                "/api/patients/{patient}/everything.zip",
                this::everything,
                Access.NURSE,
                Access.CLINICIAN,
                Access.ADMIN);
        routes.get("/api/exports/observations.ndjson", this::ndjson, Access.NURSE, Access.CLINICIAN, OBSERVATIONS);
    }

    private void everything(Context ctx) throws IOException, SQLException {
        var patient = sight.patient(ctx).patientId();
        Recorder.now(ctx);
        ctx.contentType("application/zip");
        ctx.header("Content-Disposition", "attachment; filename=\"" + patient + ".zip\"");
        everything.write(new Extract(List.of(patient), EVER, clock.instant()), ctx.outputStream());
    }

    private Extract extract(Context ctx) {
        var to = Requests.moment(ctx, "to").orElseGet(clock::instant);
        var from = Requests.moment(ctx, "from").orElse(EVER);
        if (from.isAfter(to)) {
            throw new InvalidRequestException("from", "from must not lie after to.");
        }
        var whose = whose(ctx);
        whose.forEach(patient -> Looks.at(ctx.req(), patient));
        return new Extract(whose, from, to);
    }

    private List<UUID> whose(Context ctx) {
        var patient = Requests.text(ctx, "patient").map(text -> Requests.uuid("patient", text));
        var team = Requests.text(ctx, "team").map(text -> Requests.uuid("team", text));
        if (patient.isPresent() == team.isPresent()) {
            throw new InvalidRequestException("patient", "patient or team, one of them: whose readings?");
        }
        return patient.map(id -> List.of(sight.patient(ctx, id).patientId()))
                .orElseGet(() -> sight.patients(ctx.req(), team).stream()
                        .map(Patient::patientId)
                        .sorted()
                        .toList());
    }

    private void prepare(Context ctx, Extract extract, String type, String file) {
        ctx.contentType(type);
        ctx.header("Content-Disposition", "attachment; filename=\"" + file + "\"");
        Recorder.now(ctx);
        ctx.header("Vigil-Readings", Long.toString(exports.count(extract)));
    }

    private void csv(Context ctx) throws IOException, SQLException {
        var extract = extract(ctx);
        prepare(ctx, extract, "text/csv; charset=utf-8", "readings.csv");
        exports.csv(extract, ctx.outputStream());
    }

    private void ndjson(Context ctx) throws IOException {
        var extract = extract(ctx);
        prepare(ctx, extract, "application/fhir+ndjson", "observations.ndjson");
        exports.ndjson(extract, ctx.outputStream());
    }
}
