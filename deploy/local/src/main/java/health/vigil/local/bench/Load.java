package health.vigil.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.paho.mqttv5.common.MqttException;

/// Publishes the readings of a population, one by one, over a connection for each of its devices.
final class Load implements Feed {

    /// Connections of a load: a device may publish on its own topic only, so there are as many devices.
    static final int CONNECTIONS = 16;

    private final Population population;
    private final Supplier<Life.Sample> samples;
    private final List<Publisher> publishers = new ArrayList<>();

    /// Connects all devices.
    ///
    /// @param samples of the population's patients
    Load(String url, Population population, Supplier<Life.Sample> samples) throws MqttException {
        this.population = population;
        this.samples = samples;
        for (var hub : population.hubs()) {
            publishers.add(new Publisher(url, hub));
        }
    }

    /// Publishes the next reading.
    @Override
    public void publish() throws MqttException, InterruptedException {
        var sample = samples.get();
        publishers.get(population.hubOf(sample.patient())).publish(sample.json(population.slotOf(sample.patient())));
    }

    @Override
    public void awaitAcknowledged() throws InterruptedException {
        for (var publisher : publishers) {
            publisher.awaitAcknowledged();
        }
    }

    @Override
    public void close() throws MqttException {
        for (var publisher : publishers) {
            publisher.close();
        }
    }
}
