package health.vigil.stream.evaluation;

import java.util.Optional;

/// What of the topics is still to be read.
///
/// While readings are on their way, nobody can say that a patient is silent: it may be Vigil that lags.
@FunctionalInterface
public interface Backlog {

    /// Why this process has not caught up; empty when it has.
    Optional<String> problem();
}
