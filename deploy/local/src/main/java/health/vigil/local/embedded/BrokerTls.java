package health.vigil.local.embedded;

import health.vigil.kit.config.Pem;
import java.nio.file.Path;
import java.util.Map;

/// TLS of the broker.
///
/// @param certificate a PEM file with the broker's certificate and key; the next one is taken without a restart
/// @param authority a PEM file with the certificate of the authority that signs those of devices
public record BrokerTls(Path certificate, Path authority) {

    Map<String, Object> options() {
        Pem.read(certificate);
        return Map.of(
                "sslEnabled",
                true,
                "keyStoreType",
                Pem.TYPE,
                "keyStorePath",
                certificate.toString(),
                "keyStorePassword",
                "",
                "trustStoreType",
                "PEMCA",
                "trustStorePath",
                authority.toString(),
                "wantClientAuth",
                true,
                "enabledProtocols",
                "TLSv1.3,TLSv1.2");
    }
}
