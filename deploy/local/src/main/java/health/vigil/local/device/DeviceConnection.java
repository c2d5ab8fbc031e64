package health.vigil.local.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.kit.mqtt.MqttClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of a device, from connecting to its end.
final class DeviceConnection implements MqttCallback {

    static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(DeviceConnection.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WINDOW = 200;
    private static final int REFUSED = 0x80;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration GOODBYE_WITHIN = Duration.ofMillis(300);
    private static final long LOOK_MILLIS = 100;

    private final Device.Setup setup;
    private final Outgoing outgoing;
    private final CountDownLatch closing;
    private final MqttAsyncClient client;
    private final Semaphore window = new Semaphore(WINDOW);
    private volatile boolean lost;
    private volatile long progress = System.nanoTime();

    /// @param closing the device wants to end
    DeviceConnection(Device.Setup setup, Outgoing outgoing, CountDownLatch closing) throws MqttException {
        this.setup = setup;
        this.outgoing = outgoing;
        this.closing = closing;
        this.client = new MqttClient(setup.url(), setup.id().toString());
        client.setCallback(this);
    }

    /// Connects and sends, until the connection is lost or nobody needs it any more.
    void drive() throws MqttException, InterruptedException {
        try {
            connect();
            outgoing.sendAgain();
            while (goesOn()) {
                var number = outgoing.nextUnsent(LOOK_MILLIS);
                if (number.isPresent()) {
                    send(number.get());
                }
            }
        } finally {
            end();
        }
    }

    private boolean goesOn() {
        return closing.getCount() > 0 && !lost && !isStuck();
    }

    private void connect() throws MqttException {
        var options = new MqttConnectionOptions();
        options.setUserName(setup.id().toString());
        setup.credentials().secret().ifPresent(secret -> options.setPassword(secret.getBytes(UTF_8)));
        setup.credentials().tls().ifPresent(tls -> options.setSocketFactory(tls.getSocketFactory()));
        options.setCleanStart(true);
        options.setKeepAliveInterval(20);
        setup.requests()
                .ifPresent(requests -> options.setWill(
                        requests.statusTopic(), new MqttMessage(requests.status("offline"), 1, true, null)));
        client.connect(options).waitForCompletion(CONNECT_WITHIN.toMillis());
        if (setup.until() == Device.Until.RECEIPT) {
            client.subscribe(receiptTopic(), 1).waitForCompletion(CONNECT_WITHIN.toMillis());
        }
        if (setup.requests().isPresent()) {
            say("online").waitForCompletion(CONNECT_WITHIN.toMillis());
            client.subscribe(setup.requests().get().topic(), 1).waitForCompletion(CONNECT_WITHIN.toMillis());
        }
    }

    private String receiptTopic() {
        return "vigil-receipts/" + setup.id();
    }

    private IMqttToken say(String word) throws MqttException {
        var requests = setup.requests().orElseThrow();
        return client.publish(requests.statusTopic(), requests.status(word), 1, true);
    }

    private void send(int number) throws MqttException, InterruptedException {
        var waiting = outgoing.waiting(number);
        while (waiting.isPresent() && goesOn()) {
            if (window.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                client.publish(
                        "vigil/" + setup.id() + "/" + waiting.get().channel(),
                        message(number, waiting.get().bytes()),
                        null,
                        new Outcome(number));
                return;
            }
        }
    }

    private MqttMessage message(int number, byte[] payload) {
        var properties = new MqttProperties();
        if (setup.until() == Device.Until.RECEIPT) {
            properties.setResponseTopic(receiptTopic());
            properties.setCorrelationData(
                    ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        }
        return new MqttMessage(payload, 1, false, properties);
    }

    /// Nothing was confirmed for a while although something is open: a receipt may be lost, so send again.
    private boolean isStuck() {
        return outgoing.unconfirmed() > 0 && System.nanoTime() - progress > PATIENCE.toNanos();
    }

    private void confirmed(int number) {
        progress = System.nanoTime();
        outgoing.confirm(number);
        window.release();
    }

    private void end() throws MqttException {
        if (client.isConnected() && setup.requests().isPresent() && !lost) {
            say("offline").waitForCompletion(CONNECT_WITHIN.toMillis());
        }
        if (client.isConnected()) {
            client.disconnectForcibly(0, GOODBYE_WITHIN.toMillis(), !lost);
        }
        client.close(true);
    }

    /// What the broker says of a message.
    private final class Outcome implements MqttActionListener {

        private final int number;

        Outcome(int number) {
            this.number = number;
        }

        @Override
        public void onSuccess(IMqttToken token) {
            var codes = token.getReasonCodes();
            if (codes != null && codes.length > 0 && codes[0] >= REFUSED) {
                outgoing.refuse(number);
                confirmed(number);
                return;
            }
            outgoing.acknowledge(number);
            setup.listener().acknowledged(number);
            if (setup.until() == Device.Until.ACKNOWLEDGED) {
                confirmed(number);
            }
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            lost = true;
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws IOException, MqttException {
        if (topic.equals(receiptTopic())) {
            takeReceipt(message);
        } else if (setup.requests().orElseThrow().take(message.getPayload())) {
            // Not waited for here, on the client's own thread. The next connection brings the request again.
            var _ = say("online");
        }
    }

    private void takeReceipt(MqttMessage receipt) throws IOException {
        var number =
                ByteBuffer.wrap(receipt.getProperties().getCorrelationData()).getInt();
        var outcomes = new ArrayList<JsonNode>();
        JSON.readTree(receipt.getPayload()).forEach(outcomes::add);
        setup.listener().receipted(number);
        if (outgoing.receipt(number, outcomes)) {
            confirmed(number);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        lost = true;
    }

    @Override
    public void mqttErrorOccurred(MqttException failure) {
        LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("MQTT error");
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Outcome hears of it.
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {
        progress = System.nanoTime();
    }

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {
        // Enhanced authentication is not used.
    }
}
