package health.vigil.local.bench;

import java.io.PrintStream;

/// Tells how far a run is, on the terminal.
final class Progress {

    private final PrintStream out;
    private final long started = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void tell(String text) {
        var seconds = (System.nanoTime() - started) / 1_000_000_000;
        out.printf("%3d:%02d  %s%n", seconds / 60, seconds % 60, text);
    }
}
