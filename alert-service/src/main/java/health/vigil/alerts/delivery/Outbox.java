package health.vigil.alerts.delivery;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import health.vigil.alerts.delivery.Word.Kind;
import health.vigil.alerts.teams.Contacts.Contact;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.kit.database.OneConnection;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Writes down what is to be sent, in the transaction of whatever it tells of. What is committed is sent, by whichever
/// instance comes to it first; what is rolled back never is.
public final class Outbox {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Set<String> channels;
    private final Duration digestEvery;

    /// @param channels those that are on; a contact in another one is left out
    Outbox(Set<String> channels, Duration digestEvery) {
        this.channels = Set.copyOf(channels);
        this.digestEvery = digestEvery;
    }

    /// Sends a message; its id is the job's.
    static final TaskDescriptor<Void> SENDING = TaskDescriptor.of("send");

    /// Makes one message of what waits for a contact; the job's id begins with the contact's.
    static final TaskDescriptor<Void> DIGESTING = TaskDescriptor.of("digest");

    /// Where the jobs of a channel are.
    static String jobs(String channel) {
        return "alerts.job_" + channel;
    }

    /// That a step of an alert is to reach somebody.
    public record Notice(UUID alert, int round, int step, Contact contact, boolean urgent) {}

    public boolean isOn(Contact contact) {
        return channels.contains(contact.channel());
    }

    /// What is urgent goes out singly and at once, the rest waits for the contact's next digest.
    public void add(Handle handle, Collection<Notice> notices, Instant now) {
        var messages = new LinkedHashMap<Notice, UUID>();
        var jobs = new LinkedHashMap<String, List<SchedulableInstance<?>>>();
        var digests = new LinkedHashMap<UUID, Contact>();
        for (var notice : notices) {
            if (notice.urgent()) {
                var id = NameBased.uuid(
                        "message",
                        notice.alert(),
                        notice.round(),
                        notice.step(),
                        notice.contact().contactId());
                messages.put(notice, id);
                jobs.computeIfAbsent(notice.contact().channel(), _ -> new ArrayList<>())
                        .add(SENDING.instance(id.toString()).scheduledTo(now));
            } else {
                digests.put(notice.contact().contactId(), notice.contact());
            }
        }
        // A job of this transaction's own: one that is there already may be about to end without seeing these notices.
        digests.forEach((id, contact) -> jobs.computeIfAbsent(contact.channel(), _ -> new ArrayList<>())
                .add(DIGESTING.instance(id + "/" + UUID.randomUUID()).scheduledTo(nextDigest(now))));
        insertMessages(handle, messages, now);
        insertNotices(handle, notices, messages, now);
        jobs.forEach((channel, some) -> schedule(handle, channel, some));
    }

    /// A message that belongs to no alert's step.
    public void add(Handle handle, Contact contact, Kind kind, Instant now) {
        var id = UUID.randomUUID();
        insert(handle, id, contact, kind, "", now);
        send(handle, contact.channel(), id, now);
    }

    static void send(Handle handle, String channel, UUID message, Instant now) {
        schedule(handle, channel, List.of(SENDING.instance(message.toString()).scheduledTo(now)));
    }

    private Instant nextDigest(Instant now) {
        var every = Math.max(1, digestEvery.toMillis());
        return Instant.ofEpochMilli((now.toEpochMilli() / every + 1) * every);
    }

    static void insert(Handle handle, UUID id, Contact contact, Kind kind, String code, Instant now) {
        handle.createUpdate("""
                        insert into alerts.message (message_id, contact_id, username, channel, kind, code, state, created_at)
                        values (:id, :contact, :username, :channel, :kind, :code, 'pending', :now)
                        """)
                .bind("id", id)
                .bind("contact", contact.contactId())
                .bind("username", contact.username())
                .bind("channel", contact.channel())
                .bind("kind", kind.name().toLowerCase(Locale.ROOT))
                .bind("code", code)
                .bind("now", now)
                .execute();
    }

    /// To be answered with. Six digits: a wrong one should not fit another message that waits.
    static String code() {
        return String.valueOf(100_000 + RANDOM.nextInt(900_000));
    }

    private static void insertMessages(Handle handle, Map<Notice, UUID> messages, Instant now) {
        if (messages.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("""
                insert into alerts.message (message_id, contact_id, username, channel, kind, code, state, created_at)
                values (:id, :contact, :username, :channel, 'urgent', :code, 'pending', :now)
                """);
        messages.forEach((notice, id) -> batch.bind("id", id)
                .bind("contact", notice.contact().contactId())
                .bind("username", notice.contact().username())
                .bind("channel", notice.contact().channel())
                .bind("code", code())
                .bind("now", now)
                .add());
        batch.execute();
    }

    private static void insertNotices(
            Handle handle, Collection<Notice> notices, Map<Notice, UUID> messages, Instant now) {
        if (notices.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("""
                insert into alerts.notice (alert_id, round, step, contact_id, message_id, created_at)
                values (:alert, :round, :step, :contact, :message, :now)
                """);
        notices.forEach(notice -> batch.bind("alert", notice.alert())
                .bind("round", notice.round())
                .bind("step", notice.step())
                .bind("contact", notice.contact().contactId())
                .bind("message", messages.get(notice))
                .bind("now", now)
                .add());
        batch.execute();
    }

    private static void schedule(Handle handle, String channel, List<SchedulableInstance<?>> jobs) {
        SchedulerClient.Builder.create(new OneConnection(handle.getConnection()))
                .tableName(jobs(channel))
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .build()
                .scheduleBatch(jobs);
    }
}
