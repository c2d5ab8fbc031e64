package health.vigil.alerts.delivery;

import health.vigil.alerts.delivery.Channel.Outcome;
import health.vigil.alerts.delivery.Word.Kind;
import health.vigil.alerts.delivery.Word.Subject;
import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.store.Courses;
import health.vigil.alerts.store.Steps;
import health.vigil.alerts.teams.Contacts;
import health.vigil.alerts.teams.Contacts.Contact;
import health.vigil.alerts.teams.Teams;
import health.vigil.kit.identity.PatientName;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// The messages in the database: what they say, and what became of them.
final class Messages {

    private final Jdbi jdbi;
    private final Teams teams;
    private final String pageUrl;
    private final Clock clock;

    Messages(Jdbi jdbi, Teams teams, String pageUrl, Clock clock) {
        this.jdbi = jdbi;
        this.teams = teams;
        this.pageUrl = pageUrl;
        this.clock = clock;
    }

    /// A message that is to be sent.
    ///
    /// @param attempts so far
    record Open(UUID id, int attempts, Contact contact, Word word) {}

    private record Row(UUID contactId, String kind, String code, String state, int attempts) {}

    /// The message, unless it has been sent, or nobody needs it any more: somebody has dealt with all that it tells of,
    /// or the contact is gone.
    Optional<Open> open(UUID id, String channel) {
        return jdbi.inTransaction(handle -> {
            var row = handle.createQuery("""
                            select contact_id, kind, code, state, attempts from alerts.message where message_id = :id
                            """)
                    .bind("id", id)
                    .map((found, _) -> new Row(
                            found.getObject(1, UUID.class),
                            found.getString(2),
                            found.getString(3),
                            found.getString(4),
                            found.getInt(5)))
                    .findOne()
                    .filter(found -> found.state().equals("pending"));
            if (row.isEmpty()) {
                return Optional.<Open>empty();
            }
            var kind = Kind.valueOf(row.get().kind().toUpperCase(Locale.ROOT));
            var contact = Contacts.find(handle, row.get().contactId())
                    .filter(found -> found.channel().equals(channel));
            var subjects = waiting(handle, id);
            var isAboutAlerts = kind == Kind.URGENT || kind == Kind.DIGEST;
            if (contact.isEmpty() || (isAboutAlerts && subjects.isEmpty())) {
                handle.execute("update alerts.message set state = 'obsolete' where message_id = ?", id);
                return Optional.<Open>empty();
            }
            var word = new Word(id, kind, row.get().code(), subjects, "", link(kind));
            return Optional.of(new Open(id, row.get().attempts(), contact.get(), word));
        });
    }

    private String link(Kind kind) {
        return pageUrl
                + switch (kind) {
                    case URGENT, DIGEST -> "/worklist";
                    case QUESTION -> "/questions";
                    case BROKEN_GLASS -> "/break-glass/review";
                    case TEST -> "/reach";
                    case OPERATIONS -> "/health/ready";
                };
    }

    /// Those of its alerts that nobody has dealt with.
    private static List<Subject> waiting(Handle handle, UUID message) {
        return handle.createQuery("""
                        select a.alert_id, p.identity as patient_name, a.reason
                        from alerts.notice n join alerts.alert a using (alert_id)
                            left join care.patient p using (patient_id)
                        where n.message_id = :message and a.state in ('raised', 'notifying')
                        order by a.first_at, a.alert_id
                        """)
                .bind("message", message)
                .map(ConstructorMapper.of(Waiting.class))
                .map(Waiting::subject)
                .list();
    }

    /// An alert that nobody has dealt with.
    public record Waiting(
            UUID alertId, @PatientName @Nullable String patientName, String reason) {

        Subject subject() {
            return new Subject(alertId, Objects.requireNonNullElse(patientName, "Unknown patient") + ": " + reason);
        }
    }

    /// Makes a message of all that waits for a contact, if anything does.
    void digest(UUID contactId) {
        jdbi.useTransaction(handle -> {
            // One digest of a contact at a time.
            handle.execute("select 1 from alerts.contact where contact_id = ? for update", contactId);
            var contact = Contacts.find(handle, contactId);
            if (contact.isEmpty()) {
                return;
            }
            var id = UUID.randomUUID();
            var notices = handle.execute(
                    "update alerts.notice set message_id = ? where contact_id = ? and message_id is null",
                    id,
                    contactId);
            if (notices > 0) {
                Outbox.insert(handle, id, contact.get(), Kind.DIGEST, Outbox.code(), clock.instant());
                Outbox.send(handle, contact.get().channel(), id, clock.instant());
            }
        });
    }

    /// Stores what came of an attempt. When it was the last hope of an alert's step, the next level is told at once.
    void record(Open message, Outcome outcome) {
        var now = clock.instant();
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "insert into alerts.attempt (message_id, at, outcome, answer) values (?, ?, ?, ?)",
                    message.id(),
                    now,
                    outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                    outcome.answer());
            handle.createUpdate("""
                            update alerts.message set attempts = attempts + 1, state = :state,
                                sent_at = case when :state = 'sent' then cast(:now as timestamptz) end
                            where message_id = :id
                            """)
                    .bind("id", message.id())
                    .bind("now", now)
                    .bind("state", state(outcome))
                    .execute();
            switch (outcome) {
                case Outcome.Delivered _ -> onRecord(handle, message, "delivered");
                case Outcome.Refused(String answer) -> {
                    onRecord(handle, message, "refused: " + answer);
                    goOnWithoutThem(handle, message.id());
                }
                case Outcome.Failed(String answer) -> {
                    // The first failure is worth a line in the alert's history, the hundredth is not.
                    if (message.attempts() == 0) {
                        onRecord(handle, message, "failed: " + answer);
                    }
                }
            }
        });
    }

    private static String state(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _ -> "sent";
            case Outcome.Failed _ -> "pending";
            case Outcome.Refused _ -> "failed";
        };
    }

    private void onRecord(Handle handle, Open message, String what) {
        var note = message.contact().channel() + " to " + message.contact().username() + ": " + what;
        for (var alert : message.word().alerts()) {
            Steps.add(handle, alert.alertId(), clock.instant(), "delivery", AlertState.VIGIL, note);
        }
        AlertChanges.announce(handle);
    }

    private record Step(UUID alert, int round, int step) {}

    private void goOnWithoutThem(Handle handle, UUID message) {
        var steps = handle.createQuery("""
                        select alert_id, round, step from alerts.notice n
                        where message_id = :message and not exists (
                            select from alerts.notice other left join alerts.message m using (message_id)
                            where (other.alert_id, other.round, other.step) = (n.alert_id, n.round, n.step)
                                and coalesce(m.state, 'pending') <> 'failed')
                        order by alert_id
                        """)
                .bind("message", message)
                .map((row, _) -> new Step(row.getObject(1, UUID.class), row.getInt(2), row.getInt(3)))
                .list();
        for (var step : steps) {
            var patient = handle.createQuery("select patient_id from alerts.alert where alert_id = :id")
                    .bind("id", step.alert())
                    .mapTo(UUID.class)
                    .one();
            var team = teams.teamOf(handle, patient).team();
            Courses.lock(handle, step.alert())
                    .map(course -> course.unreachable(step.round(), step.step(), team, clock.instant()))
                    .ifPresent(course -> Courses.save(handle, step.alert(), course));
        }
    }
}
