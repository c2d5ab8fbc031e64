package health.vigil.local.bench;

import org.eclipse.paho.mqttv5.common.MqttException;

/// Where messages come from, one by one.
interface Feed extends AutoCloseable {

    /// Publishes the next message.
    void publish() throws MqttException, InterruptedException;

    void awaitAcknowledged() throws InterruptedException;

    @Override
    void close() throws MqttException;
}
