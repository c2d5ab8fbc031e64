package health.vigil.kit.audit;

/// What was to be shown or done cannot be put on record.
public final class AuditFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public AuditFailedException(Throwable cause) {
        super("the audit trail cannot be written", cause);
    }
}
