package health.vigil.local.recovery;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `./vigil rejected replay`
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends them on, corrected, to be decoded again. Each is sent once, however often this is called.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all were sent on", "1:some were refused", "2:wrong command line, or nothing runs there"})
final class ReplayItems implements Callable<Integer> {

    @ParentCommand
    private @Nullable KeptItems items;

    @Option(names = "--to-device", paramLabel = "ID", description = "The device that they really came from.")
    private @Nullable UUID device;

    @Option(
            names = "--unit",
            paramLabel = "UNIT",
            description = "The unit that their numbers really are in (UCUM), e.g. mg/dL or [lb_av].")
    private @Nullable String unit;

    @Option(
            names = "--shift",
            paramLabel = "DURATION",
            description = "To be added to the measured time (ISO 8601), e.g. P365D or -PT1H.")
    private @Nullable Duration shift;

    @Mixin
    private Chosen chosen = new Chosen();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var correction = new HashMap<String, String>();
        if (device != null) {
            correction.put("deviceId", device.toString());
        }
        if (unit != null) {
            correction.put("unit", unit);
        }
        if (shift != null) {
            correction.put("shift", shift.toString());
        }
        return chosen.decide(items == null ? "" : items.place(), "replay", correction);
    }
}
