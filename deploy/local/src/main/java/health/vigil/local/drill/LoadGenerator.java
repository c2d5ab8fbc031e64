package health.vigil.local.drill;

import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.local.device.Device;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Devices that publish all the time, whatever happens. Half of them trust the broker's acknowledgement, half wait for
/// Vigil's receipt; one belongs to nobody, so that what it sends is held.
final class LoadGenerator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadGenerator.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final List<ReadingKind> KINDS = List.of(ReadingKind.values());
    private static final int RECENT = 500;
    private static final int BACKLOG_DAYS = 30;
    private static final int BACKLOG_EACH_DAY = 5;

    private final String url;
    private final Clinic clinic;
    private final Notes notes;
    private final Clock clock;
    private final double perTick;
    private final SplittableRandom random;
    private final List<Sender> live = new ArrayList<>();
    private final Sender stray;
    private final Sender probe;
    private final List<Sender> backlogs = new CopyOnWriteArrayList<>();
    private final Map<UUID, UUID> patients = new HashMap<>();
    private final Deque<Runnable> recent = new ArrayDeque<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread admission = Thread.ofVirtual().name("admission").unstarted(this::admitAll);
    private final Thread publishing = Thread.ofPlatform().name("readings").unstarted(this::publish);
    private double owed;
    private boolean resting;
    private int groups;

    /// @param perSecond readings, of all devices together
    LoadGenerator(
            String url,
            Clinic clinic,
            Notes notes,
            Clock clock,
            int devices,
            double perSecond,
            SplittableRandom random) {
        this.url = url;
        this.clinic = clinic;
        this.notes = notes;
        this.clock = clock;
        this.perTick = perSecond * TICK.toMillis() / 1000;
        this.random = random;
        for (var number = 0; number < devices; number++) {
            live.add(patient("live-" + number, number));
        }
        this.stray = new Sender("stray", ReadingKind.GLUCOSE, Device.Until.ACKNOWLEDGED, notes);
        // A broker that acknowledges from memory may lose its reading, and nobody would see the alarm.
        this.probe = sender("probe", ReadingKind.GLUCOSE, Device.Until.RECEIPT);
    }

    /// One of all kinds, and every second one waits for Vigil's receipt.
    private Sender patient(String name, int number) {
        var until = number % 2 == 0 ? Device.Until.ACKNOWLEDGED : Device.Until.RECEIPT;
        return sender(name, KINDS.get(number % KINDS.size()), until);
    }

    private Sender sender(String name, ReadingKind kind, Device.Until until) {
        var sender = new Sender(name, kind, until, notes);
        patients.put(sender.device(), sender.patient());
        return sender;
    }

    /// Begins to publish, and to register the devices as soon as somebody takes registrations.
    void start() {
        publishing.start();
        admission.start();
    }

    /// The device whose alarms tell how long an alarm takes.
    Sender probe() {
        return probe;
    }

    /// Who has which device, for those that somebody has.
    synchronized Map<UUID, UUID> patients() {
        return Map.copyOf(patients);
    }

    /// Returns when all devices are registered.
    void awaitAdmission() throws InterruptedException {
        admission.join();
    }

    private void admitAll() {
        try {
            insist(() -> {
                clinic.open();
                return "";
            });
            probe.connect(url, insist(() -> clinic.admit(probe)));
            for (var sender : live) {
                sender.connect(url, insist(() -> clinic.admit(sender)));
            }
            stray.connect(url, insist(() -> clinic.register(stray)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Attempt {
        String make() throws IOException, InterruptedException;
    }

    private String insist(Attempt attempt) throws InterruptedException {
        while (true) {
            try {
                return attempt.make();
            } catch (IOException failure) {
                LOG.debug("not registered yet", failure);
            }
            if (stopping.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("stopped");
            }
        }
    }

    private void publish() {
        try {
            while (!stopping.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                tick();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tick() {
        owed += resting ? 0 : perTick;
        // Looked at once: a later look less a millisecond may be the same moment, and so the same reading.
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var lines = new ArrayList<Notes.Line>();
        var sending = new ArrayList<Runnable>();
        for (; owed >= 1; owed--) {
            var sender = random.nextInt(50) == 0 ? stray : live.get(random.nextInt(live.size()));
            var line = sender.number(Sample.of(sender.kind(), now.minusMillis(lines.size()), random));
            lines.add(line);
            sending.add(() -> sender.send(line));
        }
        notes.published(lines);
        sending.forEach(Runnable::run);
        recent.addAll(sending);
        while (recent.size() > RECENT) {
            recent.removeFirst();
        }
        var through =
                backlogs.stream().filter(sender -> sender.unconfirmed() == 0).toList();
        through.forEach(Sender::close);
        backlogs.removeAll(through);
    }

    /// Sends the last readings again, all of them so many times.
    synchronized void flood(int times) {
        for (var time = 0; time < times; time++) {
            recent.forEach(Runnable::run);
        }
    }

    /// So many further devices that were away for a month come back, all at once.
    void backlog(int devices) throws InterruptedException {
        var secrets = new HashMap<Sender, String>();
        synchronized (this) {
            groups++;
            for (var number = 0; number < devices; number++) {
                var name = "backlog-" + groups + "-" + number;
                secrets.put(patient(name, number), "");
            }
        }
        for (var entry : secrets.entrySet()) {
            entry.setValue(insist(() -> clinic.admit(entry.getKey())));
        }
        secrets.keySet().forEach(sender -> sender.publish(month(sender.kind())));
        secrets.forEach((sender, secret) -> sender.connect(url, secret));
        backlogs.addAll(secrets.keySet());
    }

    private synchronized List<Sample> month(ReadingKind kind) {
        var samples = new ArrayList<Sample>();
        var first = clock.instant().truncatedTo(ChronoUnit.MILLIS).minus(BACKLOG_DAYS, ChronoUnit.DAYS);
        var apart = Duration.ofDays(1).dividedBy(BACKLOG_EACH_DAY);
        for (var number = 0; number < BACKLOG_DAYS * BACKLOG_EACH_DAY; number++) {
            samples.add(Sample.of(kind, first.plus(apart.multipliedBy(number)), random));
        }
        return samples;
    }

    /// Stops to make new readings, until [#goOn]; what is not confirmed yet goes on.
    synchronized void rest() {
        resting = true;
    }

    synchronized void goOn() {
        resting = false;
    }

    /// How many messages nobody has confirmed yet.
    int unconfirmed() {
        return senders().stream().mapToInt(Sender::unconfirmed).sum();
    }

    private List<Sender> senders() {
        var all = new ArrayList<>(live);
        all.addAll(List.of(stray, probe));
        all.addAll(backlogs);
        return all;
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            publishing.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        admission.interrupt();
        senders().parallelStream().forEach(Sender::close);
    }
}
