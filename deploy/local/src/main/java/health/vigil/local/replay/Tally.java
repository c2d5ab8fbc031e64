package health.vigil.local.replay;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/// What became of what was replayed.
final class Tally {

    int published;
    int acknowledged;
    int refused;
    int stored;
    int duplicates;
    int held;
    int onTheWay;
    final Map<String, Integer> rejected = new TreeMap<>();
    final Map<String, Integer> skipped = new TreeMap<>();

    void print(PrintStream out) {
        out.println();
        row(out, "published", published);
        row(out, "acknowledged", acknowledged);
        if (refused > 0) {
            row(out, "refused by the broker", refused);
        }
        out.println();
        row(out, "stored", stored);
        row(out, "duplicate", duplicates);
        row(out, "held (device without a patient)", held);
        if (onTheWay > 0) {
            row(out, "accepted, not in the database yet", onTheWay);
        }
        rejected.forEach((reason, count) -> row(out, "rejected: " + reason, count));
        out.println();
        skipped.forEach((why, count) -> row(out, "skipped: " + why, count));
    }

    private static void row(PrintStream out, String what, int count) {
        out.printf("  %-34s %,9d%n", what, count);
    }
}
