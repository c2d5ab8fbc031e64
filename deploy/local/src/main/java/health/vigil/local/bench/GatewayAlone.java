package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.gateway.intake.Intake;
import health.vigil.gateway.intake.MqttSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import health.vigil.local.embedded.EmbeddedBroker;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.paho.mqttv5.common.MqttException;

/// The gateway against the bare way from Paho to Kafka: messages wait in the broker's durable session, and the time
/// runs from connecting until Kafka has all.
final class GatewayAlone implements Measurement {

    private static final MqttSettings DEFAULTS = MqttSettings.DEFAULTS;

    /// As many as the all-in-one has.
    private static final int SESSIONS = 2;

    private final Clock clock;

    GatewayAlone(Clock clock) {
        this.clock = clock;
    }

    interface Running extends AutoCloseable {
        @Override
        void close() throws MqttException;
    }

    /// How many records there are.
    @FunctionalInterface
    interface Written {
        long count() throws Exception;
    }

    /// Starts something and returns once it is connected.
    @FunctionalInterface
    interface Start {
        Running start() throws Exception;
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var size = bench.scale().ways();
        var parts = bench.parts();
        var wire = Registries.wire(KafkaSettings.DEFAULTS);
        var bareRates = new double[size.rounds()];
        var rates = new double[size.rounds()];
        Written bare = () -> parts.progress().written(BareParts.RAW);
        startBare(parts).close();
        try (var load = load(parts, size)) {
            bench.progress().tell("gateway: warming up");
            rate(load, size.warmUp(), bare, () -> startBare(parts)::close);
            rate(load, size.warmUp(), received(parts), () -> startGateway(parts, wire, clock)::close);
            for (var round = 0; round < size.rounds(); round++) {
                bareRates[round] = rate(load, size.readings(), bare, () -> startBare(parts)::close);
                rates[round] =
                        rate(load, size.readings(), received(parts), () -> startGateway(parts, wire, clock)::close);
                bench.progress()
                        .tell("gateway, round %d of %d: %,.0f readings/s, bare %,.0f"
                                .formatted(round + 1, size.rounds(), rates[round], bareRates[round]));
            }
        }
        return Findings.of(new Figure(
                "gateway",
                "gateway alone",
                "readings/s",
                Samples.of(rates).median(),
                new Figure.Floor(
                        "Paho to Kafka with manual acknowledgement",
                        Samples.of(bareRates).median()),
                List.of(Aim.ratioAtLeast(0.8)),
                ""));
    }

    private Load load(BareParts parts, Scale.Ways size) throws Exception {
        var hubs = IntStream.range(0, Load.CONNECTIONS)
                .mapToObj(number -> new Population.Hub(new UUID(0xBE7C, number), "any"))
                .toList();
        var population = new Population(hubs, size.patients());
        return new Load(parts.mqtt(), population, new Life(size.patients(), Instant.EPOCH, 0).present(clock));
    }

    /// How many readings the gateway has written.
    static Written received(BareParts parts) {
        var progress = parts.progress();
        return () -> progress.written(Topics.RECEIVED.name()) + progress.written(Topics.RECEIVED_LATE.name());
    }

    /// How many messages a second are taken by what is started once they wait.
    static double rate(Feed load, int messages, Written written, Start start) throws Exception {
        for (var i = 0; i < messages; i++) {
            load.publish();
        }
        load.awaitAcknowledged();
        var before = written.count();
        try (var _ = start.start()) {
            // What came before it said that it is connected is little, and left out.
            var first = written.count();
            var started = System.nanoTime();
            Await.until("all messages to be in Kafka", () -> written.count() - before >= messages);
            return (messages - (first - before)) / Await.secondsSince(started);
        }
    }

    private static BareIntake startBare(BareParts parts) throws MqttException {
        return new BareIntake(
                parts,
                (topic, payload) ->
                        new ProducerRecord<>(BareParts.RAW, topic.split("/", 3)[1].getBytes(UTF_8), payload));
    }

    static Lifecycle startGateway(BareParts parts, Wire wire, Clock clock) throws Exception {
        var lifecycle = new Lifecycle();
        var telemetry = new Telemetry(new Metrics(), new Health());
        var settings = new MqttSettings(
                parts.gatewayUrl(),
                EmbeddedBroker.gatewayUser(),
                "",
                "",
                DEFAULTS.clientId(),
                SESSIONS,
                DEFAULTS.receiveMaximum(),
                false,
                Duration.ofHours(1));
        lifecycle.started("metrics", telemetry.metrics());
        var connected =
                Intake.start(settings, parts.gatewayPassword(), parts.kafka(), wire, clock, telemetry, lifecycle);
        Await.until("the gateway to connect", connected::getAsBoolean);
        return lifecycle;
    }
}
