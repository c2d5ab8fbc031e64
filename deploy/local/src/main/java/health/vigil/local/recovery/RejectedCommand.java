package health.vigil.local.recovery;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `./vigil rejected`
@Command(
        name = "rejected",
        mixinStandardHelpOptions = true,
        description = "Messages that were no readings: look at them, replay them corrected, or dismiss them.",
        subcommands = {ListCommand.class, ShowCommand.class, ReplayItems.class, DismissItems.class, HelpCommand.class})
public final class RejectedCommand implements KeptItems {

    @Override
    public String place() {
        return "rejected";
    }
}
