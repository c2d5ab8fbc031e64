package health.vigil.local.bench;

import org.eclipse.paho.mqttv5.common.MqttException;

/// Readings that raise no alert, published while something else is measured.
interface Background extends AutoCloseable {

    /// Whether it has published all it wants to, and that is stored. One without an end has never.
    ///
    /// @throws IllegalStateException when it failed
    boolean isDone();

    @Override
    void close() throws MqttException;
}
