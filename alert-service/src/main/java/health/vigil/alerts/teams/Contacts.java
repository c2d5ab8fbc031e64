package health.vigil.alerts.teams;

import health.vigil.alerts.routing.Urgency;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// How people are reached beside the page.
public final class Contacts {

    /// An address of a person in a channel.
    ///
    /// @param secret of a webhook, to sign with; otherwise empty
    /// @param least the least urgent path that uses it
    public record Contact(
            UUID contactId, String username, String channel, String address, String secret, Urgency least) {

        public boolean isUsedFor(Urgency urgency) {
            return !least.isMoreUrgentThan(urgency);
        }
    }

    private static final String CONTACT =
            "select contact_id, username, channel, address, secret, least from alerts.contact ";

    private final Jdbi jdbi;
    private final Clock clock;

    public Contacts(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public static List<Contact> of(Handle handle, Collection<String> people) {
        return handle.createQuery(CONTACT + "where username = any(:people) order by channel, address")
                .bindArray("people", String.class, people)
                .map(ConstructorMapper.of(Contact.class))
                .list();
    }

    public static Optional<Contact> find(Handle handle, UUID contact) {
        return handle.createQuery(CONTACT + "where contact_id = :id")
                .bind("id", contact)
                .map(ConstructorMapper.of(Contact.class))
                .findOne();
    }

    /// Those with that address, e.g. a telephone number from which an answer came.
    public static List<Contact> withAddress(Handle handle, String channel, String address) {
        return handle.createQuery(CONTACT + "where channel = :channel and address = :address")
                .bind("channel", channel)
                .bind("address", address)
                .map(ConstructorMapper.of(Contact.class))
                .list();
    }

    public List<Contact> of(String person) {
        return jdbi.withHandle(handle -> of(handle, List.of(person)));
    }

    public List<Contact> all() {
        return jdbi.withHandle(handle -> handle.createQuery(CONTACT + "order by username, channel, address")
                .map(ConstructorMapper.of(Contact.class))
                .list());
    }

    /// Adds it, or changes what it is used for.
    public void add(Contact contact) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into alerts.contact (contact_id, username, channel, address, secret, least, created_at)
                        values (:contactId, :username, :channel, :address, :secret, :least, :now)
                        on conflict (username, channel, address) do update set
                            secret = excluded.secret, least = excluded.least
                        """)
                .bindMethods(contact)
                .bind("now", clock.instant())
                .execute());
    }

    /// Removes it.
    ///
    /// @return false when that person has no such contact
    public boolean remove(UUID contact, String person) {
        return jdbi.withHandle(handle ->
                handle.execute("delete from alerts.contact where contact_id = ? and username = ?", contact, person)
                        > 0);
    }
}
