package health.vigil.alerts.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where an alert is in its life. A state offers its legal transitions and no others.
public sealed interface AlertState {

    /// A human has yet to say that she deals with it.
    sealed interface Waiting extends AlertState {

        default Acknowledged acknowledge() {
            return new Acknowledged(null);
        }

        default Resolved resolve(String by) {
            return new Resolved(by);
        }

        default Snoozed snooze(Instant until) {
            return new Snoozed(until);
        }
    }

    /// Nobody has been told yet.
    record Raised() implements Waiting {

        public Notifying tell() {
            return new Notifying();
        }
    }

    /// People are being told, one level after the other.
    record Notifying() implements Waiting {}

    /// Put off by a human. When the time is up it is raised again.
    record Snoozed(Instant until) implements Waiting {

        public Raised wake() {
            return new Raised();
        }
    }

    /// What somebody who took an alert on waits for.
    enum WaitsFor {
        /// A repeat measurement.
        REPEAT,
        /// Somebody of the next shift to take it over.
        HAND_OVER,
        /// The patient's clinician to answer.
        ANSWER
    }

    /// When an alert is raised again although somebody took it on: nobody may wait for ever.
    record Recall(Instant at, WaitsFor waitsFor) {}

    /// A human has taken it on.
    ///
    /// @param recall null where she waits for nothing
    record Acknowledged(@Nullable Recall recall) implements AlertState {

        public Resolved resolve(String by) {
            return new Resolved(by);
        }

        public Snoozed snooze(Instant until) {
            return new Snoozed(until);
        }

        public Acknowledged waitFor(Recall what) {
            return new Acknowledged(what);
        }

        /// Nobody has it in hand any more.
        public Raised release() {
            return new Raised();
        }
    }

    /// Done: by a human, or by itself, when a value that a human knew of came back to normal.
    ///
    /// @param by an account's name, or [#VIGIL]
    record Resolved(String by) implements AlertState {

        /// The value had only seemed to be back, or the human had not meant it.
        public Acknowledged reopen() {
            return new Acknowledged(null);
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
            case Raised() -> "raised";
            case Notifying() -> "notifying";
            case Snoozed _ -> "snoozed";
            case Acknowledged _ -> "acknowledged";
            case Resolved _ -> "resolved";
            case Superseded() -> "superseded";
            case Withdrawn() -> "withdrawn";
        };
    }

    /// Until when it stays as it is, unless somebody does something; null where it has no such time.
    default @Nullable Instant until() {
        return switch (this) {
            case Snoozed(Instant until) -> until;
            case Acknowledged(Recall recall) -> recall == null ? null : recall.at();
            case Raised(), Notifying(), Resolved _, Superseded(), Withdrawn() -> null;
        };
    }

    /// The state of that code.
    ///
    /// @param resolvedBy of a resolved one
    /// @param until of a snoozed one, or of one that waits for something
    /// @param waitsFor of an acknowledged one that waits
    /// @throws IllegalArgumentException when there is no such state
    static AlertState of(
            String code, @Nullable String resolvedBy, @Nullable Instant until, @Nullable WaitsFor waitsFor) {
        return switch (code) {
            case "raised" -> new Raised();
            case "notifying" -> new Notifying();
            case "snoozed" -> new Snoozed(until == null ? Instant.EPOCH : until);
            case "acknowledged" ->
                new Acknowledged(until == null || waitsFor == null ? null : new Recall(until, waitsFor));
            case "resolved" -> new Resolved(resolvedBy == null ? VIGIL : resolvedBy);
            case "superseded" -> new Superseded();
            case "withdrawn" -> new Withdrawn();
            default -> throw new IllegalArgumentException("no state of an alert: " + code);
        };
    }
}
