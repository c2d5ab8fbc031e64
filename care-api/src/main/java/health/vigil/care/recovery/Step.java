package health.vigil.care.recovery;

import java.time.Instant;

/// What somebody did with an item, or what became of it.
///
/// @param who an account's name, or `Vigil`
/// @param step e.g. `replayed`
public record Step(Instant at, String who, String step, String note) {}
