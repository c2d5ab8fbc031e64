package health.vigil.care.billing;

import java.util.UUID;

/// A statement as it was exported.
///
/// @param version 1 for the original, 2 for its first amendment
public record Billed(Statement statement, int version, UUID exportId) {}
