package health.vigil.care.breakglass;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The glass that was broken, in the database.
public final class BreakGlass {

    /// House: the rest of a shift.
    public static final Duration OPEN_FOR = Duration.ofHours(8);

    private static final int SHOWN = 500;
    private static final String SELECT = """
            select b.break_id, b.username, b.patient_id, p.identity as patient_name, b.reason,
                b.broken_at, b.until_at, b.reviewed_by, b.reviewed_at, b.review
            from care.break_glass b join care.patient p using (patient_id)
            """;

    private final Patients patients;
    private final Jdbi jdbi;
    private final Clock clock;

    public BreakGlass(Patients patients, Jdbi jdbi, Clock clock) {
        this.patients = patients;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Patients of exactly that name, and born on that day where both are known. There is no list to choose from:
    /// nobody looks around here.
    List<UUID> named(String givenName, String familyName, Optional<LocalDate> birthDate) {
        return patients.all().stream()
                .filter(patient -> patient.familyName().equalsIgnoreCase(familyName)
                        && patient.givenName().equalsIgnoreCase(givenName))
                .filter(patient -> birthDate.isEmpty()
                        || patient.birthDate() == null
                        || birthDate.get().equals(patient.birthDate()))
                .limit(2)
                .map(Patient::patientId)
                .toList();
    }

    /// Lets that person see the patient from now on for [#OPEN_FOR].
    Broken open(String username, UUID patient, String reason) {
        var id = UUID.randomUUID();
        Instant now = clock.instant();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into care.break_glass (break_id, username, patient_id, reason, broken_at, until_at)
                        values (:id, :username, :patient, :reason, :now, :until)
                        """)
                .bind("id", id)
                .bind("username", username)
                .bind("patient", patient)
                .bind("reason", reason)
                .bind("now", now)
                .bind("until", now.plus(OPEN_FOR))
                .execute());
        return find(id).orElseThrow();
    }

    Optional<Broken> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "where b.break_id = :id")
                .bind("id", id)
                .map(ConstructorMapper.of(Broken.class))
                .findOne());
    }

    /// The latest about patients within reach, those that nobody has looked at first.
    List<Broken> latest(Predicate<UUID> reach) {
        return jdbi
                .withHandle(handle -> handle.createQuery(
                                SELECT + "order by (b.reviewed_at is not null), b.broken_at desc limit :shown")
                        .bind("shown", SHOWN)
                        .map(ConstructorMapper.of(Broken.class))
                        .list())
                .stream()
                .filter(broken -> reach.test(broken.patientId()))
                .toList();
    }

    /// Notes what came of looking at it.
    ///
    /// @return false when somebody already has, or it is that person's own
    boolean review(UUID id, String by, String review) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update care.break_glass set reviewed_by = :by, reviewed_at = :now, review = :review
                                where break_id = :id and reviewed_at is null and username <> :by
                                """)
                        .bind("id", id)
                        .bind("by", by)
                        .bind("now", clock.instant())
                        .bind("review", review)
                        .execute()
                == 1);
    }

    /// How many nobody has looked at.
    public long unreviewed() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from care.break_glass where reviewed_at is null")
                        .mapTo(Long.class)
                        .one());
    }
}
