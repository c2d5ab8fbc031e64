package health.vigil.care.subscriptions;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.kit.access.Scope.Interaction;
import health.vigil.kit.access.Tokens;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Routes;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Telemetry;
import health.vigil.kit.sight.Sight;
import health.vigil.schemas.wire.Wire;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a delivery for each active subscription, so that one that hangs delays nobody else. Several instances share the
/// partitions of each out.
public final class Subscribers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Subscribers.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Subscriptions subscriptions;
    private final Tokens tokens;
    private final Patients patients;
    private final Sight sight;
    private final KafkaSettings kafka;
    private final Wire wire;
    private final Clock clock;
    private final Map<UUID, Delivery> running = new HashMap<>();
    private final AtomicInteger failing = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("care-subscribers").unstarted(this::run);
    private volatile Optional<MeterRegistry> meters = Optional.empty();

    public Subscribers(Patients patients, Sight sight, Jdbi jdbi, KafkaSettings kafka, Wire wire, Clock clock) {
        this.subscriptions = new Subscriptions(jdbi, clock);
        this.tokens = new Tokens(jdbi, clock);
        this.patients = patients;
        this.sight = sight;
        this.kafka = kafka;
        this.wire = wire;
        this.clock = clock;
    }

    /// The page and the API where subscriptions are made, stopped and replayed.
    public Routes routes(Assets assets) {
        return new SubscriptionRoutes(subscriptions, tokens, assets, clock);
    }

    /// Starts to deliver.
    public Subscribers start(Telemetry telemetry) {
        meters = Optional.of(telemetry.meters());
        Gauge.builder("vigil.subscriptions.failing", failing, AtomicInteger::get)
                .description("Subscribers that do not take what they are sent")
                .register(telemetry.meters());
        telemetry.health().thread("care-subscribers-thread", thread);
        thread.start();
        return this;
    }

    private void run() {
        try {
            do {
                try {
                    reconcile();
                } catch (JdbiException failure) {
                    LOG.atWarn().setCause(failure).log("subscriptions could not be read, trying again");
                }
            } while (!closing.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts and stops deliveries, so that those run that should.
    private void reconcile() {
        var wanted = subscriptions.all().stream()
                .filter(Subscription::isActive)
                .collect(Collectors.toMap(Subscription::subscriptionId, each -> each));
        failing.set((int)
                wanted.values().stream().filter(each -> each.problem() != null).count());
        running.values().removeIf(delivery -> {
            var now = wanted.get(delivery.subscription().subscriptionId());
            var isVoid = now == null || !isSame(now, delivery.subscription());
            if (isVoid) {
                delivery.close();
            }
            return isVoid;
        });
        wanted.forEach((id, subscription) -> running.computeIfAbsent(id, _ -> deliver(subscription)));
    }

    private static boolean isSame(Subscription one, Subscription other) {
        return one.generation() == other.generation() && one.tokenId().equals(other.tokenId());
    }

    private Delivery deliver(Subscription subscription) {
        return new Delivery(
                        subscription,
                        subscriptions,
                        new Subscriber(
                                subscription.endpoint(), subscriptions.secret(subscription.subscriptionId()), clock),
                        this::reach,
                        this::zone,
                        kafka,
                        wire,
                        meters.orElseThrow())
                .start();
    }

    /// Whose Observations the token may get; empty when it does not hold any more.
    private Optional<Predicate<UUID>> reach(UUID token) {
        return tokens.grant(token)
                .map(grant -> grant.narrowedTo("Observation", Interaction.SEARCH))
                .map(grant -> sight.filter(sight.of(grant)));
    }

    private ZoneId zone(UUID patient) {
        return patients.find(patient).map(Patient::zoneId).orElse(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        running.values().forEach(Delivery::close);
    }
}
