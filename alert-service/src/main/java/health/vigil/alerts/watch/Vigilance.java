package health.vigil.alerts.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When an operator is told, and told again, by what was seen from outside.
///
/// @param badSince since when something has been wrong; null while all is well
/// @param problem what was wrong when an operator was told last; empty while nobody was
/// @param nextWord when an operator is told again; null while all is well
record Vigilance(
        @Nullable Instant badSince,
        String problem,
        @Nullable Instant nextWord) {

    static final Vigilance ALL_IS_WELL = new Vigilance(null, "", null);

    /// What to say, if anything, and the state once it has been said.
    record Step(Vigilance next, Optional<String> word) {}

    /// @param seen what is wrong; empty when all is well
    /// @param patience how long something may be wrong before anybody is told
    /// @param again how long until it is told again
    Step see(Optional<String> seen, Instant now, Duration patience, Duration again) {
        if (seen.isEmpty()) {
            return new Step(
                    ALL_IS_WELL,
                    problem.isEmpty() ? Optional.empty() : Optional.of("All is well again, after: " + problem));
        }
        var since = badSince == null ? now : badSince;
        var due = nextWord == null ? since.plus(patience) : nextWord;
        return now.isBefore(due)
                ? new Step(new Vigilance(since, problem, nextWord), Optional.empty())
                : new Step(
                        new Vigilance(since, seen.get(), now.plus(again)),
                        Optional.of(seen.get() + " (since " + since + ")"));
    }
}
