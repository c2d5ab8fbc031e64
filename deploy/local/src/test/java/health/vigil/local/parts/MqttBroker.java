package health.vigil.local.parts;

/// A broker as the gateway and devices see it, however it was started. Accounts are given when it is made.
interface MqttBroker extends AutoCloseable {

    /// The account of the gateway.
    String GATEWAY = "vigil-gateway";

    /// Where gateways connect.
    String gatewayUrl();

    /// Where devices connect.
    String deviceUrl();

    @Override
    void close();
}
