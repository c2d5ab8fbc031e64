package health.vigil.local.bench;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;

/// Publishes the readings of a population, one by one, over a connection for each of its devices.
final class Load implements AutoCloseable {

    /// Connections of a load: a device may publish on its own topic only, so there are as many devices.
    static final int CONNECTIONS = 16;

    private final Population population;
    private final Life life;
    private final List<Publisher> publishers = new ArrayList<>();
    private long next;

    /// Connects all devices.
    Load(String url, Population population, Life life) throws MqttException {
        this.population = population;
        this.life = life;
        for (var hub : population.hubs()) {
            publishers.add(new Publisher(url, hub));
        }
    }

    /// Publishes the next reading.
    void publish() throws MqttException, InterruptedException {
        var sample = life.sample(next++);
        publishers.get(population.hubOf(sample.patient())).publish(sample.json(population.slotOf(sample.patient())));
    }

    void awaitAcknowledged() throws InterruptedException {
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
