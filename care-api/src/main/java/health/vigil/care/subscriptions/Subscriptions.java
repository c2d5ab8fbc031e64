package health.vigil.care.subscriptions;

import health.vigil.kit.config.SecretFile;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// Subscriptions in the database, with how far each has come.
final class Subscriptions {

    private final Jdbi jdbi;
    private final Clock clock;

    Subscriptions(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// All, by label.
    List<Subscription> all() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select subscription_id, label, endpoint, token_id, state, since, generation, problem,
                            coalesce((select sum(delivered) from care.subscription_cursor c
                                where c.subscription_id = s.subscription_id and c.generation = s.generation), 0) as delivered,
                            (select max(delivered_at) from care.subscription_cursor c
                                where c.subscription_id = s.subscription_id and c.generation = s.generation) as delivered_at
                        from care.subscription s order by label, subscription_id
                        """)
                .map(ConstructorMapper.of(Subscription.class))
                .list());
    }

    Optional<Subscription> find(UUID id) {
        return all().stream().filter(each -> each.subscriptionId().equals(id)).findFirst();
    }

    /// A new one, with its secret in the form of Standard Webhooks.
    record Created(Subscription subscription, String secret) {}

    Created create(String label, String endpoint, UUID token, Instant since, String by) {
        var subscription =
                new Subscription(UUID.randomUUID(), label, endpoint, token, "ACTIVE", since, 1, null, 0, null);
        var secret = "whsec_"
                + Base64.getEncoder().encodeToString(SecretFile.random().getBytes(StandardCharsets.US_ASCII));
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into care.subscription (subscription_id, label, endpoint, secret, token_id, state, since,
                            generation, created_by, created_at)
                        values (:subscriptionId, :label, :endpoint, :secret, :tokenId, :state, :since, :generation, :by, :now)
                        """)
                .bindMethods(subscription)
                .bind("secret", secret)
                .bind("by", by)
                .bind("now", clock.instant())
                .execute());
        return new Created(subscription, secret);
    }

    String secret(UUID id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select secret from care.subscription where subscription_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
    }

    private boolean update(UUID id, String change, Map<String, ?> values) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "update care.subscription set " + change + " where subscription_id = :id")
                        .bind("id", id)
                        .bindMap(values)
                        .execute())
                == 1;
    }

    /// Stops it, or lets it go on where it stopped.
    boolean setActive(UUID id, boolean active) {
        return update(id, "state = :state, problem = null", Map.of("state", active ? "ACTIVE" : "STOPPED"));
    }

    /// Lets it have what another token may get.
    boolean setToken(UUID id, UUID token) {
        return update(id, "token_id = :token", Map.of("token", token));
    }

    /// Begins again with what was said from that moment on.
    boolean replay(UUID id, Instant since) {
        return update(id, "since = :since, generation = generation + 1, problem = null", Map.of("since", since));
    }

    void tell(Subscription subscription, @Nullable String problem) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update care.subscription set problem = :problem
                        where subscription_id = :id and generation = :generation and problem is distinct from :problem
                        """)
                .bind("problem", problem)
                .bind("id", subscription.subscriptionId())
                .bind("generation", subscription.generation())
                .execute());
    }

    /// What is next in each partition; absent where nothing was delivered yet.
    Map<Integer, Long> cursors(Subscription subscription) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select partition, next_offset from care.subscription_cursor
                        where subscription_id = :id and generation = :generation
                        """)
                .bind("id", subscription.subscriptionId())
                .bind("generation", subscription.generation())
                .reduceRows(new HashMap<>(), (cursors, row) -> {
                    cursors.put(row.getColumn("partition", Integer.class), row.getColumn("next_offset", Long.class));
                    return cursors;
                }));
    }

    /// Everything before those offsets is delivered, or none of the subscriber's business.
    ///
    /// @param delivered how many were delivered since the last time, in each partition
    void advance(Subscription subscription, Map<Integer, Long> next, Map<Integer, Long> delivered) {
        jdbi.useTransaction(handle -> next.forEach((partition, offset) -> handle.createUpdate("""
                        insert into care.subscription_cursor as c (subscription_id, generation, partition, next_offset,
                            delivered, delivered_at)
                        values (:id, :generation, :partition, :offset, :delivered,
                            case when :delivered > 0 then cast(:now as timestamptz) end)
                        on conflict (subscription_id, generation, partition) do update set
                            next_offset = excluded.next_offset, delivered = c.delivered + excluded.delivered,
                            delivered_at = coalesce(excluded.delivered_at, c.delivered_at)
                        """)
                .bind("id", subscription.subscriptionId())
                .bind("generation", subscription.generation())
                .bind("partition", partition)
                .bind("offset", offset)
                .bind("delivered", delivered.getOrDefault(partition, 0L))
                .bind("now", clock.instant())
                .execute()));
    }
}
