package health.vigil.care.plans;

import health.vigil.care.assignments.Assignments;
import health.vigil.care.outbox.Outbox;
import health.vigil.care.plans.PlanChange.Outcome;
import health.vigil.care.plans.PlanChange.Saved;
import health.vigil.care.plans.PlanChange.Stale;
import health.vigil.care.plans.PlanChange.TooEarly;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The versions of care plans in the database. A version is added, never changed or deleted; each time the patient's
/// whole history is published.
public final class Plans {

    private static final String SELECT = """
            select patient_id, version, effective_from, zone, document, created_by, created_at, reason from care.plan
            """;

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Clock clock;
    private final ParsedPlans parsed = new ParsedPlans();

    public Plans(Jdbi jdbi, Outbox outbox, Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Oldest first.
    public List<StoredPlan> versions(UUID patient) {
        return jdbi.withHandle(handle -> versions(handle, patient));
    }

    private static List<StoredPlan> versions(Handle handle, UUID patient) {
        return handle.createQuery(SELECT + "where patient_id = :patient order by version")
                .bind("patient", patient)
                .map(ConstructorMapper.of(StoredPlan.class))
                .list();
    }

    public CarePlan plan(StoredPlan version) {
        return parsed.plan(version);
    }

    public PlanHistory history(UUID patient) {
        return parsed.history(versions(patient));
    }

    /// The histories of many patients with one query.
    public Map<UUID, PlanHistory> histories(Collection<UUID> patients) {
        var rows = jdbi.withHandle(
                handle -> handle.createQuery(SELECT + "where patient_id = any(:patients) order by patient_id, version")
                        .bindArray("patients", UUID.class, patients.toArray())
                        .map(ConstructorMapper.of(StoredPlan.class))
                        .collect(Collectors.groupingBy(StoredPlan::patientId)));
        var histories = new HashMap<UUID, PlanHistory>();
        patients.forEach(patient -> histories.put(patient, parsed.history(rows.getOrDefault(patient, List.of()))));
        return histories;
    }

    /// The plan that holds now.
    public CarePlan inForce(UUID patient) {
        return history(patient).at(clock.instant());
    }

    /// Gives a new patient the standard plan, and moves a patient's plan to another zone; in the transaction of the
    /// change, after which [#publishSoon] is due.
    public void keepInZone(Handle handle, UUID patient, String zone, String by) {
        var before = lockedVersions(handle, patient);
        var id = ZoneId.of(zone);
        if (before.isEmpty()) {
            add(handle, patient, 1, now(), Template.STANDARD.in(id), by, "Registered");
            return;
        }
        var plan = parsed.history(before).at(now());
        if (!plan.zone().equals(id)) {
            add(handle, patient, before.getLast().version() + 1, now(), plan.in(id), by, "Time zone changed");
        }
    }

    /// Gives a new patient that first plan, in the transaction of the registration. Who has a plan keeps it.
    public void begin(Handle handle, UUID patient, CarePlan plan, Instant since, String by) {
        if (lockedVersions(handle, patient).isEmpty()) {
            add(handle, patient, 1, since.truncatedTo(ChronoUnit.MILLIS), plan, by, "Registered");
        }
    }

    /// Publishes what was committed.
    public void publishSoon() {
        outbox.wake();
    }

    /// Adds a version.
    ///
    /// @param by the account that does it
    public Outcome change(UUID patient, PlanChange change, String by) {
        Outcome outcome = jdbi.inTransaction(handle -> {
            var before = lockedVersions(handle, patient);
            var newest = before.getLast();
            var first = before.getFirst().effectiveFrom().truncatedTo(ChronoUnit.MILLIS);
            var from = change.effectiveFrom()
                    .map(moment -> moment.truncatedTo(ChronoUnit.MILLIS))
                    .orElseGet(this::now);
            if (newest.version() != change.basedOn()) {
                return new Stale(newest);
            }
            if (from.isBefore(first)) {
                return new TooEarly(first);
            }
            var saved = add(handle, patient, newest.version() + 1, from, change.plan(), by, change.reason());
            // What pages show a patient's times in.
            var zone = parsed.history(versions(handle, patient)).at(now()).zone();
            handle.execute("update care.patient set zone = ? where patient_id = ?", zone.getId(), patient);
            return new Saved(saved);
        });
        outbox.wake();
        return outcome;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// One change of a patient's plan at a time, so that version numbers follow one another.
    private static List<StoredPlan> lockedVersions(Handle handle, UUID patient) {
        handle.execute("select from care.patient where patient_id = ? for update", patient);
        return versions(handle, patient);
    }

    private StoredPlan add(
            Handle handle, UUID patient, int number, Instant from, CarePlan plan, String by, String reason) {
        var version = new StoredPlan(
                patient, number, from, plan.zone().getId(), PlanDocument.write(plan), by, clock.instant(), reason);
        handle.createUpdate("""
                        insert into care.plan
                            (patient_id, version, effective_from, zone, document, created_by, created_at, reason)
                        values (:patientId, :version, :effectiveFrom, :zone, :document, :createdBy, :createdAt, :reason)
                        """).bindMethods(version).execute();
        publish(handle, patient);
        Assignments.publishUsedBy(handle, outbox, patient);
        return version;
    }

    /// Publishes the plans of every patient once more, as they are.
    public void publishAll(Handle handle) {
        handle.createQuery("select patient_id from care.patient")
                .mapTo(UUID.class)
                .list()
                .forEach(patient -> publish(handle, patient));
    }

    private void publish(Handle handle, UUID patient) {
        var all = versions(handle, patient).stream()
                .map(version ->
                        new PlanVersion(version.version(), version.effectiveFrom(), version.zone(), version.document()))
                .toList();
        outbox.add(handle, Topics.PLANS, patient, new PatientPlans(patient, all));
    }
}
