package health.vigil.alerts.watchdog;

import health.vigil.alerts.delivery.Channel;
import health.vigil.alerts.delivery.Word;
import health.vigil.alerts.teams.Contacts.Contact;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// The channel at the end of a probe's way: what is sent here has come out.
final class Loopback implements Channel {

    static final String NAME = "loopback";

    private final Consumer<List<UUID>> arrival;

    /// @param arrival told of the alerts that came out
    Loopback(Consumer<List<UUID>> arrival) {
        this.arrival = arrival;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void check(String address) {
        throw new IllegalArgumentException("this channel is for the watchdog alone");
    }

    @Override
    public Outcome send(Contact contact, Word word) {
        arrival.accept(word.alerts().stream().map(Word.Subject::alertId).toList());
        return new Outcome.Delivered("came out");
    }
}
