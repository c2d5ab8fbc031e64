package health.vigil.local.run;

import health.vigil.alerts.AlertMain;
import health.vigil.alerts.watch.WatchMain;
import health.vigil.care.CareMain;
import health.vigil.gateway.GatewayMain;
import health.vigil.stream.StreamMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The services as processes of their own, against a broker, Kafka, registry and database that are elsewhere.
@Command(
        name = "service",
        mixinStandardHelpOptions = true,
        description =
                "Runs one service as a process of its own. It waits for what it needs, and says so at /health/ready.")
public final class ServiceCommand {

    private ServiceCommand() {}

    /// The command with a subcommand for each service.
    public static CommandLine commandLine() {
        return new CommandLine(new ServiceCommand())
                .addSubcommand("gateway", GatewayMain.command("gateway"))
                .addSubcommand("stream-processor", StreamMain.command("stream-processor"))
                .addSubcommand("alert-service", AlertMain.command("alert-service"))
                .addSubcommand("care-api", CareMain.command("care-api"))
                .addSubcommand("watch", WatchMain.command("watch"));
    }
}
