package health.vigil.local.run;

import picocli.CommandLine.Option;

/// The options that say where to listen.
public final class PortOptions {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address of the pages and of MQTT. Default: ${DEFAULT-VALUE}, this machine only.")
    private String host = "127.0.0.1";

    @Option(names = "--http-port", paramLabel = "PORT", description = "Pages and API. Default: ${DEFAULT-VALUE}")
    private int http = 8080;

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "Devices. Default: ${DEFAULT-VALUE}")
    private int mqtt = 1883;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default: any free one, see run.json.")
    private int kafka = 0;

    @Option(names = "--database-port", paramLabel = "PORT", description = "Default: any free one, see run.json.")
    private int database = 0;

    /// The chosen ports.
    public Ports ports() {
        return new Ports(host, http, mqtt, kafka, database);
    }
}
