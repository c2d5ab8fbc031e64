package health.vigil.local.recovery;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `./vigil held`
@Command(
        name = "held",
        mixinStandardHelpOptions = true,
        description = "Readings whose device had no patient: look at them, replay them corrected, or dismiss them."
                + " Those of a device that gets its patient are released by themselves.",
        subcommands = {ListCommand.class, ShowCommand.class, ReplayItems.class, DismissItems.class, HelpCommand.class})
public final class HeldCommand implements KeptItems {

    @Override
    public String place() {
        return "held";
    }
}
