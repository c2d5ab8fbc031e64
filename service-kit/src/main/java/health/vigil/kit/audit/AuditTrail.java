package health.vigil.kit.audit;

/// Where events are recorded.
public interface AuditTrail {

    /// For a server whose routes show and change nothing of anybody's.
    AuditTrail NONE = event -> {
        throw new IllegalStateException("this server has no audit trail, but something to record: " + event.action());
    };

    /// Records an event, and returns once it is kept.
    ///
    /// @throws AuditFailedException when it cannot be kept: then nothing may be shown
    void record(Event event);

    /// Begins to record an event.
    ///
    /// @return what waits until it is kept, and throws [AuditFailedException] when it cannot be kept
    default Runnable begin(Event event) {
        record(event);
        return () -> {};
    }
}
