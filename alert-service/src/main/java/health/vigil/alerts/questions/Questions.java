package health.vigil.alerts.questions;

import health.vigil.alerts.delivery.Outbox;
import health.vigil.alerts.delivery.Word;
import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import health.vigil.alerts.routing.CareTeam;
import health.vigil.alerts.store.Courses;
import health.vigil.alerts.store.Steps;
import health.vigil.alerts.teams.Contacts;
import health.vigil.alerts.teams.Teams;
import health.vigil.kit.identity.PatientName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// Questions to clinicians, and their answers. The nurse who asks has the alert in hand until the answer comes; when
/// none comes in a day, the alert is raised again.
public final class Questions {

    private static final Duration ANSWERED_WITHIN = Duration.ofHours(24);

    private static final String QUESTION = """
            select q.question_id, q.alert_id, q.patient_id, p.identity as patient_name,
                q.clinician, q.asked_by, q.asked_at, q.question, q.answered_by, q.answered_at, q.answer,
                a.severity, a.reason, a.latest_text, a.latest_at
            from alerts.question q join alerts.alert a using (alert_id) left join care.patient p
                on p.patient_id = q.patient_id
            """;

    private final Jdbi jdbi;
    private final Teams teams;
    private final Outbox outbox;
    private final Clock clock;

    public Questions(Jdbi jdbi, Teams teams, Outbox outbox, Clock clock) {
        this.jdbi = jdbi;
        this.teams = teams;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// A question with what it is about.
    ///
    /// @param clinician whom it was passed on to; empty for any of the team's
    public record Question(
            UUID questionId,
            UUID alertId,
            UUID patientId,
            @PatientName @Nullable String patientName,
            String clinician,
            String askedBy,
            Instant askedAt,
            String question,
            @Nullable String answeredBy,
            @Nullable Instant answeredAt,
            @Nullable String answer,
            String severity,
            String reason,
            String latestText,
            Instant latestAt) {}

    /// Passes an alert on.
    ///
    /// @param clinician an account's name; empty for whoever of the patient's team answers first
    /// @return false when the alert is not there, or is over, or it is not one of the team's clinicians
    public boolean ask(UUID alert, String who, String clinician, String question) {
        return jdbi.inTransaction(handle -> {
            var now = clock.instant();
            var waiting = Courses.lock(handle, alert)
                    .flatMap(course -> course.waitFor(WaitsFor.ANSWER, now.plus(ANSWERED_WITHIN)));
            if (waiting.isEmpty()) {
                return false;
            }
            var patient = handle.createQuery("select patient_id from alerts.alert where alert_id = :id")
                    .bind("id", alert)
                    .mapTo(UUID.class)
                    .one();
            var team = teams.teamOf(handle, patient);
            if (!clinician.isEmpty() && !clinicians(handle, team.team()).contains(clinician)) {
                return false;
            }
            handle.createUpdate("""
                            insert into alerts.question
                                (question_id, alert_id, patient_id, team_id, clinician, asked_by, asked_at, question)
                            values (:id, :alert, :patient, :team, :clinician, :who, :now, :question)
                            """)
                    .bind("id", UUID.randomUUID())
                    .bind("alert", alert)
                    .bind("patient", patient)
                    .bind("team", team.teamId())
                    .bind("clinician", clinician)
                    .bind("who", who)
                    .bind("now", now)
                    .bind("question", question)
                    .execute();
            handle.execute(
                    "update alerts.alert set acknowledged_by = ?, acknowledged_at = ? where alert_id = ?",
                    who,
                    now,
                    alert);
            Courses.save(handle, alert, waiting.get());
            var whom = clinician.isEmpty() ? "the patient's clinicians" : clinician;
            Steps.add(handle, alert, now, "passed-on", who, "to " + whom + ": " + question);
            tell(handle, clinician.isEmpty() ? clinicians(handle, team.team()) : List.of(clinician), now);
            AlertChanges.announce(handle);
            return true;
        });
    }

    /// A team that names none has them all.
    private static Collection<String> clinicians(Handle handle, CareTeam team) {
        return team.clinicians().isEmpty()
                ? handle.createQuery("select username from care.account where role = 'CLINICIAN'")
                        .mapTo(String.class)
                        .list()
                : team.clinicians();
    }

    private void tell(Handle handle, Collection<String> people, Instant now) {
        Contacts.of(handle, people).stream()
                .filter(outbox::isOn)
                .forEach(contact -> outbox.add(handle, contact, Word.Kind.QUESTION, now));
    }

    /// What waits for that clinician, the oldest first.
    public List<Question> openFor(String clinician) {
        return jdbi.withHandle(handle -> {
            var mine = teams.all(handle).values().stream()
                    .filter(team -> team.team().clinicians().isEmpty()
                            || team.team().clinicians().contains(clinician))
                    .map(Teams.Stored::teamId)
                    .toList();
            return handle.createQuery(QUESTION + """
                            where q.answered_at is null
                                and (q.clinician = :who or q.clinician = '' and q.team_id = any(:teams))
                            order by q.asked_at
                            """)
                    .bind("who", clinician)
                    .bindArray("teams", UUID.class, mine)
                    .map(ConstructorMapper.of(Question.class))
                    .list();
        });
    }

    /// Those of some alerts, the oldest first.
    public static List<Question> of(Handle handle, Collection<UUID> alerts) {
        return handle.createQuery(QUESTION + "where q.alert_id = any(:ids) order by q.asked_at")
                .bindArray("ids", UUID.class, alerts)
                .map(ConstructorMapper.of(Question.class))
                .list();
    }

    public Optional<Question> find(UUID question) {
        return jdbi.withHandle(handle -> handle.createQuery(QUESTION + "where q.question_id = :id")
                .bind("id", question)
                .map(ConstructorMapper.of(Question.class))
                .findOne());
    }

    /// Answers it; the nurse sees it on the alert.
    ///
    /// @return false when there is no such question for that person, or it has been answered
    public boolean answer(UUID question, String who, String answer) {
        if (openFor(who).stream().noneMatch(open -> open.questionId().equals(question))) {
            return false;
        }
        return jdbi.inTransaction(handle -> {
            var now = clock.instant();
            var alert = handle.createQuery("""
                            update alerts.question set answered_by = :who, answered_at = :now, answer = :answer
                            where question_id = :id and answered_at is null returning alert_id
                            """)
                    .bind("who", who)
                    .bind("now", now)
                    .bind("answer", answer)
                    .bind("id", question)
                    .mapTo(UUID.class)
                    .findOne();
            alert.ifPresent(id -> {
                Courses.lock(handle, id).ifPresent(course -> Courses.save(handle, id, course.came(WaitsFor.ANSWER)));
                Steps.add(handle, id, now, "answered", who, answer);
                AlertChanges.announce(handle);
            });
            return alert.isPresent();
        });
    }
}
