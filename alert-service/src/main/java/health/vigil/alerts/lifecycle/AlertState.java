package health.vigil.alerts.lifecycle;

/// Where an alert is in its life. A state offers its legal transitions and no others.
public sealed interface AlertState {

    /// Nobody has dealt with it yet.
    record Open() implements AlertState {

        public Acknowledged acknowledge() {
            return new Acknowledged();
        }

        public Resolved resolve(String by) {
            return new Resolved(by);
        }
    }

    /// A human has taken it on.
    record Acknowledged() implements AlertState {

        public Resolved resolve(String by) {
            return new Resolved(by);
        }
    }

    /// Done: by a human, or by itself, when a value that a human knew of came back to normal.
    ///
    /// @param by an account's name, or [#VIGIL]
    record Resolved(String by) implements AlertState {

        /// The value had only seemed to be back: a reading that came late says otherwise.
        public Acknowledged reopen() {
            return new Acknowledged();
        }
    }

    /// Readings that came late made another episode of it, which has its own alert.
    record Superseded() implements AlertState {}

    /// Its readings turned out not to be this patient's.
    record Withdrawn() implements AlertState {}

    /// Who acts when no human does.
    String VIGIL = "Vigil";

    /// As it is stored.
    default String code() {
        return switch (this) {
            case Open() -> "open";
            case Acknowledged() -> "acknowledged";
            case Resolved _ -> "resolved";
            case Superseded() -> "superseded";
            case Withdrawn() -> "withdrawn";
        };
    }

    /// The state of that code.
    ///
    /// @param resolvedBy of a resolved one
    /// @throws IllegalArgumentException when there is no such state
    static AlertState of(String code, String resolvedBy) {
        return switch (code) {
            case "open" -> new Open();
            case "acknowledged" -> new Acknowledged();
            case "resolved" -> new Resolved(resolvedBy);
            case "superseded" -> new Superseded();
            case "withdrawn" -> new Withdrawn();
            default -> throw new IllegalArgumentException("no state of an alert: " + code);
        };
    }
}
