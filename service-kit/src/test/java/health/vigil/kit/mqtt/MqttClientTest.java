package health.vigil.kit.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

class MqttClientTest {

    private static final int ATTEMPTS = 20;
    private static final long PATIENCE_MILLIS = 10_000;

    /// Takes every connection and closes it at once.
    private static void refuseAll(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                server.accept().close();
            } catch (IOException _) {
                // The test is over.
                return;
            }
        }
    }

    private static List<String> threadsOf(String clientId) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(clientId))
                .toList();
    }

    @Test
    void noThreadIsLeftBehindByConnectionsThatEndAtOnce() throws Exception {
        try (var server = new ServerSocket(0, ATTEMPTS, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseAll(server));
            for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
                var client = new MqttClient("tcp://127.0.0.1:" + server.getLocalPort(), "refused");
                assertThatThrownBy(() ->
                                client.connect(new MqttConnectionOptions()).waitForCompletion(PATIENCE_MILLIS))
                        .isInstanceOf(MqttException.class);
                client.close(true);
            }
        }

        await().untilAsserted(() -> assertThat(threadsOf("refused")).isEmpty());
    }
}
