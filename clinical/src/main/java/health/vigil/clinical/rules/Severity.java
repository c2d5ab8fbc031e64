package health.vigil.clinical.rules;

/// How urgent a violation is, least first.
public enum Severity {
    INFORMATION,
    LOW,
    HIGH,
    CRITICAL
}
