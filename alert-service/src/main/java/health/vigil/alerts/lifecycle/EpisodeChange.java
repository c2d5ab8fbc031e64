package health.vigil.alerts.lifecycle;

/// What an episode event means for its alert.
public enum EpisodeChange {
    /// The episode is there, and lasts.
    LASTS,
    /// The episode is there, and lasts, and is worse than it was.
    WORSE,
    /// The episode is there, and the value is back past its clear level.
    OVER,
    /// Another episode took its place.
    SUPERSEDED,
    /// Its cause is gone.
    WITHDRAWN;

    /// The state of an alert after this change.
    public AlertState after(AlertState before) {
        return switch (this) {
            case LASTS -> lasts(before);
            // What a human took on, put off or closed was something milder.
            case WORSE -> new AlertState.Raised();
            case OVER -> over(before);
            case SUPERSEDED -> new AlertState.Superseded();
            case WITHDRAWN -> new AlertState.Withdrawn();
        };
    }

    private static AlertState lasts(AlertState before) {
        return switch (before) {
            case AlertState.Resolved resolved when resolved.by().equals(AlertState.VIGIL) -> resolved.reopen();
            case AlertState.Superseded() -> new AlertState.Raised();
            case AlertState.Withdrawn() -> new AlertState.Raised();
            case AlertState.Waiting waiting -> waiting;
            case AlertState.Acknowledged acknowledged -> acknowledged;
            case AlertState.Resolved resolved -> resolved;
        };
    }

    /// An alert that nobody has seen stays open although the value is back: somebody should know that it was not.
    private static AlertState over(AlertState before) {
        return switch (lasts(before)) {
            case AlertState.Acknowledged acknowledged -> acknowledged.resolve(AlertState.VIGIL);
            case AlertState.Snoozed snoozed -> snoozed.resolve(AlertState.VIGIL);
            case AlertState other -> other;
        };
    }
}
