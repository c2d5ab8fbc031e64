package health.vigil.kit.mqtt;

import java.util.Arrays;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/// Paho's client, without the thread that it leaves behind for each connection that ends at once.
///
/// While Paho opens a connection it looks every tenth of a second whether the thread that reads has begun to. When the
/// other side closes sooner, that thread has come and gone, and Paho looks for it until the process ends. Here the
/// first byte is read only once the first one was written: by then Paho has stopped looking, and no broker speaks
/// first.
public final class MqttClient extends MqttAsyncClient {

    public MqttClient(String url, String clientId) throws MqttException {
        super(url, clientId, new MemoryPersistence());
    }

    @Override
    protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options) throws MqttException {
        return Arrays.stream(super.createNetworkModules(address, options))
                .map(ListensOnceItHasSpoken::new)
                .toArray(NetworkModule[]::new);
    }
}
