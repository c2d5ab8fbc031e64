package health.vigil.local.parts;

import health.vigil.local.embedded.EmbeddedBroker;
import health.vigil.local.embedded.FreePort;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// The broker of the all-in-one.
final class ArtemisInside implements MqttBroker {

    private final EmbeddedBroker broker;
    private final int devicePort = FreePort.of(0);

    ArtemisInside(Path folder, Map<String, String> accounts) throws Exception {
        this.broker = new EmbeddedBroker(
                folder,
                0,
                (device, secret) -> secret.equals(accounts.get(device.toString())),
                Objects.requireNonNull(accounts.get(GATEWAY)));
        broker.openForDevices("127.0.0.1", devicePort);
    }

    @Override
    public String gatewayUrl() {
        return broker.gatewayUrl();
    }

    @Override
    public String deviceUrl() {
        return "tcp://127.0.0.1:" + devicePort;
    }

    @Override
    public void close() {
        broker.close();
    }
}
