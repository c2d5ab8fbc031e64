package health.vigil.care.patients;

import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.ForPrograms;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Registering and finding patients.
public final class PatientRoutes implements Routes {

    private static final int SHOWN = 100;
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private final Patients patients;
    private final PatientsInSight sight;

    public PatientRoutes(Patients patients, PatientsInSight sight) {
        this.patients = patients;
        this.sight = sight;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get(
                "/api/patients",
                this::search,
                Access.NURSE,
                Access.CLINICIAN,
                Access.ADMIN,
                ForPrograms.searching("Patient"));
        routes.post(
                "/api/patients/search",
                this::search,
                Access.NURSE,
                Access.CLINICIAN,
                Access.ADMIN,
                ForPrograms.searching("Patient"));
        routes.post("/api/patients", ctx -> put(ctx, UUID.randomUUID(), 201), Access.ADMIN);
        routes.put("/api/patients/{patient}", ctx -> put(ctx, Requests.id(ctx, "patient"), 200), Access.ADMIN);
        routes.get(
                "/api/patients/{patient}",
                this::show,
                Access.NURSE,
                Access.CLINICIAN,
                Access.ADMIN,
                ForPrograms.reading("Patient"));
    }

    private void search(Context ctx) {
        var limit = Requests.number(ctx, "limit", 1, 1000, SHOWN);
        ctx.json(Map.of("patients", sight.search(ctx.req(), Requests.name(ctx, "q"), limit)));
    }

    private void show(Context ctx) {
        ctx.json(sight.patient(ctx));
    }

    private record Fields(
            String familyName, String givenName, Optional<LocalDate> birthDate, String zone, Optional<String> phone) {}

    private void put(Context ctx, UUID id, int status) {
        var fields = Requests.body(ctx, Fields.class);
        var patient = new Patient(
                id,
                Requests.required("familyName", fields.familyName()),
                Requests.required("givenName", fields.givenName()),
                fields.birthDate().orElse(null),
                zone(fields.zone()),
                phone(fields.phone().orElse("")));
        patients.put(patient, Gate.signedIn(ctx).username());
        Looks.at(ctx.req(), id);
        ctx.status(status).json(patient);
    }

    /// A telephone number, or nothing.
    public static String phone(String phone) {
        var number = phone.replaceAll("[ ()/-]", "");
        if (!number.isEmpty() && !PHONE.matcher(number).matches()) {
            throw new InvalidRequestException(
                    "phone", "phone must begin with + and the country, e.g. +4930123456, or be empty.");
        }
        return number;
    }

    /// An IANA zone.
    public static String zone(String zone) {
        try {
            return ZoneId.of(Requests.required("zone", zone)).getId();
        } catch (DateTimeException _) {
            throw new InvalidRequestException("zone", "zone must be an IANA time zone, e.g. Europe/Berlin.");
        }
    }
}
