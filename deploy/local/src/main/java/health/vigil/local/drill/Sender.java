package health.vigil.local.drill;

import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.local.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A device that numbers its readings, keeps them until they are confirmed, and has noted what it publishes and what is
/// acknowledged. It may publish before it is registered: what it has then waits.
final class Sender implements Device.Listener, AutoCloseable {

    private final UUID device;
    private final UUID patient;
    private final ReadingKind kind;
    private final Device.Until until;
    private final Notes notes;
    private final List<Notes.Line> waiting = new ArrayList<>();

    /// The reading's number by the message's: what is sent twice has one of the former and two of the latter.
    private final List<Long> numbers = new ArrayList<>();

    private long next;
    private @Nullable Device connection;

    Sender(String name, ReadingKind kind, Device.Until until, Notes notes) {
        this.device = NameBased.uuid("drill", "device", name);
        this.patient = NameBased.uuid("drill", "patient", name);
        this.kind = kind;
        this.until = until;
        this.notes = notes;
    }

    UUID device() {
        return device;
    }

    UUID patient() {
        return patient;
    }

    ReadingKind kind() {
        return kind;
    }

    /// Numbers a reading. It is to be noted before it is sent.
    synchronized Notes.Line number(Sample sample) {
        var number = next++;
        return new Notes.Line(device, number, sample.json(number));
    }

    /// Sends a reading that is noted.
    synchronized void send(Notes.Line line) {
        if (connection == null) {
            waiting.add(line);
            return;
        }
        numbers.add(line.number());
        connection.publish(line.payload());
    }

    /// Notes readings and sends them.
    void publish(List<Sample> samples) {
        var lines = samples.stream().map(this::number).toList();
        notes.published(lines);
        lines.forEach(this::send);
    }

    synchronized void connect(String url, String secret) {
        connection = new Device(url, device, secret, until, this);
        waiting.forEach(this::send);
        waiting.clear();
    }

    /// How many messages are not confirmed yet.
    synchronized int unconfirmed() {
        return waiting.size() + (connection == null ? 0 : connection.unconfirmed());
    }

    @Override
    public void acknowledged(int message) {
        notes.acknowledged(device, numberOf(message));
    }

    @Override
    public void receipted(int message) {
        notes.receipted(device, numberOf(message));
    }

    private synchronized long numberOf(int message) {
        return numbers.get(message);
    }

    @Override
    public void close() {
        Device open;
        synchronized (this) {
            open = connection;
        }
        if (open != null) {
            open.close();
        }
    }
}
