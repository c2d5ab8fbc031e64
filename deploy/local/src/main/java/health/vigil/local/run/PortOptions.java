package health.vigil.local.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where to listen.
public final class PortOptions {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address of the pages and of MQTT. Default: ${DEFAULT-VALUE}, this machine only.")
    private String host = "127.0.0.1";

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "TLS for pages and MQTT: a PEM file with the certificate, its chain and its key. A new one in"
                    + " the same file is taken without a restart. Needed with --host, except with --plain.")
    private @Nullable Path certificate;

    @Option(
            names = "--plain",
            description = "Other machines are to reach pages and MQTT without TLS, since something in front ends it.")
    private boolean plain;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Pages and API. Default: 8080; 8443 with --certificate")
    private @Nullable Integer http;

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "Devices. Default: 1883; 8883 with --certificate")
    private @Nullable Integer mqtt;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default: any free one, see run.json.")
    private int kafka = 0;

    @Option(names = "--database-port", paramLabel = "PORT", description = "Default: any free one, see run.json.")
    private int database = 0;

    /// The chosen ports.
    public Ports ports() {
        var tls = certificate != null;
        return new Ports(
                host,
                http != null ? http : tls ? 8443 : 8080,
                mqtt != null ? mqtt : tls ? 8883 : 1883,
                kafka,
                database,
                certificate == null ? "" : certificate.toAbsolutePath().toString(),
                plain);
    }
}
