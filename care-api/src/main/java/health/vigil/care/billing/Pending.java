package health.vigil.care.billing;

import health.vigil.clinical.billing.Evidence;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A statement that was not exported yet, or says something else than what was.
///
/// @param exported the latest version, where there is one
public record Pending(Statement statement, Optional<Billed> exported) {

    int version() {
        return exported.map(Billed::version).orElse(0) + 1;
    }

    /// What proved it and does not any more.
    List<Evidence> withdrawn() {
        var now = new HashSet<>(statement.evidence());
        return exported.map(billed -> billed.statement().evidence()).orElse(List.of()).stream()
                .filter(each -> !now.contains(each))
                .toList();
    }

    /// What came in addition since.
    List<Evidence> added() {
        var before = new HashSet<>(
                exported.map(billed -> billed.statement().evidence()).orElse(List.of()));
        return exported.isEmpty()
                ? List.of()
                : statement.evidence().stream()
                        .filter(each -> !before.contains(each))
                        .toList();
    }
}
