package health.vigil.care.billing;

import health.vigil.care.billing.Statement.Service;
import health.vigil.clinical.billing.BillingPeriod;
import health.vigil.clinical.billing.Evidence;
import io.javalin.http.ConflictResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// What was exported for billing: versions are added, never changed.
final class BillingExports {

    private static final long LOCK = 0x6269_6c6cL;
    private static final int SHOWN = 50;

    private final Jdbi jdbi;
    private final Monitoring monitoring;
    private final Clock clock;

    BillingExports(Jdbi jdbi, Monitoring monitoring, Clock clock) {
        this.jdbi = jdbi;
        this.monitoring = monitoring;
        this.clock = clock;
    }

    /// One export.
    ///
    /// @param originals statements exported for the first time
    /// @param amendments statements that say something else than before
    public record Export(UUID exportId, String exportedBy, Instant exportedAt, int originals, int amendments) {}

    /// Lets no other export or change of a start go on until the end of the transaction.
    static void lock(Handle handle) {
        handle.execute("select pg_advisory_xact_lock(?)", LOCK);
    }

    /// Of those statements, what an export would hold.
    List<Pending> pending(Collection<Statement> statements) {
        return jdbi.withHandle(handle -> pending(handle, statements));
    }

    private static List<Pending> pending(Handle handle, Collection<Statement> statements) {
        var patients = statements.stream().map(Statement::patientId).collect(Collectors.toSet());
        var latest = new HashMap<Statement.Key, Billed>();
        // By version: the last one stays.
        versions(handle, patients)
                .forEach(billed -> latest.put(billed.statement().key(), billed));
        return statements.stream()
                .map(statement -> new Pending(statement, Optional.ofNullable(latest.get(statement.key()))))
                .filter(pending -> pending.exported()
                        .map(billed -> !billed.statement().says(pending.statement()))
                        .orElseGet(() -> !pending.statement().isEmpty()))
                .toList();
    }

    /// Everything exported of those patients, older versions first.
    List<Billed> versions(Collection<UUID> patients) {
        return jdbi.withHandle(handle -> versions(handle, patients));
    }

    private static List<Billed> versions(Handle handle, Collection<UUID> patients) {
        return handle.createQuery("""
                        select patient_id, service, first_day, last_day, version, export_id, zone, quantity, manual_days,
                            codes, evidence, cast(evidence_days as text[]) as evidence_days
                        from care.billed where patient_id = any(:patients)
                        order by patient_id, service, first_day, version
                        """)
                .bindArray("patients", UUID.class, patients.toArray())
                .map((row, _) -> billed(row))
                .list();
    }

    private static Billed billed(ResultSet row) throws SQLException {
        var ids = (UUID[]) row.getArray("evidence").getArray();
        var days = (String[]) row.getArray("evidence_days").getArray();
        var evidence = new ArrayList<Evidence>();
        for (var index = 0; index < ids.length; index++) {
            evidence.add(new Evidence(LocalDate.parse(days[index]), ids[index]));
        }
        return new Billed(
                new Statement(
                        row.getObject("patient_id", UUID.class),
                        Service.valueOf(row.getString("service")),
                        row.getObject("first_day", LocalDate.class),
                        row.getObject("last_day", LocalDate.class),
                        row.getString("zone"),
                        row.getInt("quantity"),
                        row.getInt("manual_days"),
                        row.getString("codes"),
                        evidence),
                row.getInt("version"),
                row.getObject("export_id", UUID.class));
    }

    /// Exports what of those statements was not yet, or has changed. From then on the periods of those patients stand.
    ///
    /// @return empty when there is nothing to export
    Optional<Export> export(Collection<Statement> statements, String by) {
        return jdbi.inTransaction(handle -> {
            lock(handle);
            var pending = pending(handle, statements);
            if (pending.isEmpty()) {
                return Optional.empty();
            }
            fixPeriods(handle, pending, by);
            var amendments =
                    (int) pending.stream().filter(each -> each.version() > 1).count();
            var export = new Export(UUID.randomUUID(), by, clock.instant(), pending.size() - amendments, amendments);
            handle.createUpdate("""
                            insert into care.billing_export (export_id, exported_by, exported_at)
                            values (:exportId, :exportedBy, :exportedAt)
                            """).bindMethods(export).execute();
            insert(handle, pending, export.exportId());
            return Optional.of(export);
        });
    }

    /// The periods of a patient begin by the first day of monitoring: it must not move under what is exported.
    private void fixPeriods(Handle handle, List<Pending> pending, String by) {
        var firsts = pending.stream()
                .map(Pending::statement)
                .filter(statement -> statement.service() == Service.DEVICE)
                .collect(Collectors.toMap(
                        Statement::patientId, Statement::firstDay, (one, other) -> one.isBefore(other) ? one : other));
        Map<UUID, LocalDate> fixed = Monitoring.starts(handle, firsts.keySet());
        firsts.forEach((patient, first) -> {
            var start = fixed.get(patient);
            if (start == null) {
                monitoring.put(handle, patient, first, by);
            } else if (ChronoUnit.DAYS.between(start, first) % BillingPeriod.DAYS != 0) {
                throw new ConflictResponse("The first day of somebody's monitoring was changed meanwhile. Try again.");
            }
        });
    }

    private static void insert(Handle handle, List<Pending> pending, UUID export) {
        var batch = handle.prepareBatch("""
                insert into care.billed (patient_id, service, first_day, last_day, version, export_id, zone, quantity,
                    manual_days, codes, evidence, evidence_days)
                values (:patient, :service, :first, :last, :version, :export, :zone, :quantity, :manual, :codes,
                    :evidence, cast(:days as date[]))
                """);
        for (var each : pending) {
            var statement = each.statement();
            batch.bind("patient", statement.patientId())
                    .bind("service", statement.service().name())
                    .bind("first", statement.firstDay())
                    .bind("last", statement.lastDay())
                    .bind("version", each.version())
                    .bind("export", export)
                    .bind("zone", statement.zone())
                    .bind("quantity", statement.quantity())
                    .bind("manual", statement.manualDays())
                    .bind("codes", statement.codes())
                    .bindArray(
                            "evidence",
                            UUID.class,
                            statement.evidence().stream().map(Evidence::id).toArray())
                    .bindArray(
                            "days",
                            String.class,
                            statement.evidence().stream()
                                    .map(proof -> proof.day().toString())
                                    .toArray())
                    .add();
        }
        batch.execute();
    }

    /// The latest exports of those patients, the last one first.
    List<Export> latest(Collection<UUID> patients) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select export_id, exported_by, exported_at,
                            count(*) filter (where version = 1) as originals,
                            count(*) filter (where version > 1) as amendments
                        from care.billing_export join care.billed using (export_id)
                        where patient_id = any(:patients)
                        group by export_id order by exported_at desc limit :shown
                        """)
                .bindArray("patients", UUID.class, patients.toArray())
                .bind("shown", SHOWN)
                .map(ConstructorMapper.of(Export.class))
                .list());
    }

    /// Whose statements an export holds; nobody's when there is no such export.
    Set<UUID> patients(UUID export) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select distinct patient_id from care.billed where export_id = :export")
                        .bind("export", export)
                        .mapTo(UUID.class)
                        .set());
    }
}
