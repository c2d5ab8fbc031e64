package health.vigil.alerts.delivery;

import health.vigil.alerts.teams.Contacts.Contact;

/// A way to reach people beside the page. Implementations may be called from many threads, and return or throw within
/// [#TIMEOUT_SECONDS] or little more.
public interface Channel {

    int TIMEOUT_SECONDS = 10;

    /// What came of an attempt. What a provider said goes on record, so it must hold nothing about health.
    sealed interface Outcome {

        String answer();

        /// The provider has taken it.
        record Delivered(String answer) implements Outcome {}

        /// Worth another try.
        record Failed(String answer) implements Outcome {}

        /// No use to try again, e.g. an address that is not.
        record Refused(String answer) implements Outcome {}
    }

    /// As in settings and tables: `email`, `sms`, `voice`, `webhook` or `push`.
    String name();

    /// Checks an address before it is kept.
    ///
    /// @throws IllegalArgumentException saying what it must be like
    void check(String address);

    Outcome send(Contact contact, Word word);
}
