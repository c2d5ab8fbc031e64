package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import health.vigil.local.device.Format;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;

/// How many readings a second the gateway takes from the broker to Kafka in each format, beside JSON in the same run.
final class GatewayByFormat implements Measurement {

    private final Clock clock;

    GatewayByFormat(Clock clock) {
        this.clock = clock;
    }

    /// Blood pressures in one format, from as many devices as a [Load] has.
    private static final class Speaking implements Feed {

        private record Device(UUID id, Publisher publisher) {}

        private final List<Device> devices = new ArrayList<>();
        private final Format format;
        private int next;

        Speaking(String url, Format format) throws MqttException {
            this.format = format;
            for (var number = 0; number < Load.CONNECTIONS; number++) {
                var id = UUID.nameUUIDFromBytes((format + " " + number).getBytes(UTF_8));
                devices.add(new Device(id, new Publisher(url, new Population.Hub(id, "any"))));
            }
        }

        @Override
        public void publish() throws MqttException, InterruptedException {
            var device = devices.get(next % devices.size());
            var message = format.write(Decoding.reading(format, next)).getFirst();
            next++;
            device.publisher().publish("vigil/" + device.id() + "/" + message.channel(), message.bytes());
        }

        @Override
        public void awaitAcknowledged() throws InterruptedException {
            for (var device : devices) {
                device.publisher().awaitAcknowledged();
            }
        }

        @Override
        public void close() throws MqttException {
            for (var device : devices) {
                device.publisher().close();
            }
        }
    }

    /// What was measured of a format.
    private record Measured(Format format, List<Double> rates) {

        double median() {
            return Samples.of(rates.stream().mapToDouble(Double::doubleValue).toArray())
                    .median();
        }
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var size = bench.scale().ways();
        var parts = bench.parts();
        var all = Stream.of(Format.values())
                .map(format -> new Measured(format, new ArrayList<>()))
                .toList();
        // The broker drops what nobody is subscribed to.
        start(parts).close();
        for (var each : all) {
            rate(parts, each.format(), size.warmUp());
        }
        // Round by round, so that a machine that gets slower is slower for all.
        for (var round = 0; round < size.rounds(); round++) {
            for (var each : all) {
                var rate = rate(parts, each.format(), size.readings());
                each.rates().add(rate);
                bench.progress()
                        .tell("gateway, %s, round %d of %d: %,.0f readings/s"
                                .formatted(name(each.format()), round + 1, size.rounds(), rate));
            }
        }
        var json = all.stream()
                .filter(each -> each.format() == Format.JSON)
                .findFirst()
                .orElseThrow()
                .median();
        var figures = new ArrayList<Figure>();
        for (var each : all) {
            figures.add(new Figure(
                    "gateway-" + name(each.format()),
                    "gateway alone, " + name(each.format()),
                    "readings/s",
                    each.median(),
                    new Figure.Floor("the same readings in JSON", json),
                    List.of(),
                    ""));
        }
        return new Findings(figures, List.of());
    }

    private GatewayAlone.Running start(BareParts parts) throws Exception {
        return GatewayAlone.startGateway(parts, Registries.wire(KafkaSettings.DEFAULTS), clock)::close;
    }

    private double rate(BareParts parts, Format format, int messages) throws Exception {
        try (var feed = new Speaking(parts.mqtt(), format)) {
            return GatewayAlone.rate(feed, messages, GatewayAlone.received(parts), () -> start(parts));
        }
    }

    private static String name(Format format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
