package health.vigil.local;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.local.audit.AuditCommand;
import health.vigil.local.backup.BackupCommand;
import health.vigil.local.backup.RestoreCommand;
import health.vigil.local.bench.BenchCommand;
import health.vigil.local.demo.DemoCommand;
import health.vigil.local.device.DeviceCommand;
import health.vigil.local.drill.DrillCommand;
import health.vigil.local.ledger.LedgerCommand;
import health.vigil.local.rebuild.RebuildCommand;
import health.vigil.local.recovery.HeldCommand;
import health.vigil.local.recovery.RejectedCommand;
import health.vigil.local.replay.ReplayCommand;
import health.vigil.local.run.PortTakenException;
import health.vigil.local.run.ServiceCommand;
import health.vigil.local.run.UpCommand;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line.
@Command(
        name = "vigil",
        mixinStandardHelpOptions = true,
        version = "Vigil 0.1.0",
        description = "Watches the vital signs of people at home.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DeviceCommand.class,
            ReplayCommand.class,
            LedgerCommand.class,
            AuditCommand.class,
            DrillCommand.class,
            BenchCommand.class,
            RejectedCommand.class,
            HeldCommand.class,
            BackupCommand.class,
            RebuildCommand.class,
            RestoreCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Vigil {

    private Vigil() {}

    public static void main(String[] arguments) {
        // Paho logs by java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(run(arguments));
    }

    /// Gives the exit code.
    public static int run(String... arguments) {
        return new CommandLine(new Vigil())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .addSubcommand(ServiceCommand.commandLine())
                .setExecutionExceptionHandler((failure, command, _) -> explain(failure, command))
                .execute(arguments);
    }

    private static int explain(Exception failure, CommandLine command) {
        command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
        if (failure instanceof InvalidSettingException || failure instanceof PortTakenException) {
            return CommandLine.ExitCode.USAGE;
        }
        LoggerFactory.getLogger(Vigil.class).error("the command failed", failure);
        command.getErr().println("The log says more.");
        return CommandLine.ExitCode.SOFTWARE;
    }
}
