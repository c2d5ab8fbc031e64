package health.vigil.care.ledger;

/// The sums of all devices and patients.
///
/// @param alerts differences that are older than a minute
public record Totals(
        long received,
        long rejected,
        long duplicates,
        long attributed,
        long marked,
        long held,
        long stored,
        long evaluated,
        long missing,
        long differences,
        long alerts) {}
