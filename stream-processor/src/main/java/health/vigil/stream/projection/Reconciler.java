package health.vigil.stream.projection;

import health.vigil.kit.run.Recurring;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares what the stages say, continuously, and tells operators of a difference that lasts.
///
/// It looks at those of whom something was written since the last look, at those that differed, and beside them at a
/// portion of all, in turn: what somebody does to the tables by hand is found too, and nothing ever scans everybody at
/// once. Its failures are logged and tried again; they keep no reading from being stored.
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final int PORTION = 2000;

    private final Differences differences;
    private final AtomicLong alerting = new AtomicLong();
    private final Written devices = new Written();
    private final Written patients = new Written();
    private UUID lastDevice = Differences.BEFORE_ALL;
    private UUID lastPatient = Differences.BEFORE_ALL;

    /// Those of whom something was written since they were last asked for.
    private static final class Written {

        private Set<UUID> ids = new HashSet<>();

        synchronized void add(Collection<UUID> more) {
            ids.addAll(more);
        }

        synchronized Set<UUID> take() {
            var taken = ids;
            ids = new HashSet<>();
            return taken;
        }
    }

    Reconciler(Jdbi jdbi, Clock clock, MeterRegistry meters) {
        this.differences = new Differences(jdbi, clock);
        Gauge.builder("vigil.ledger.differences", alerting, AtomicLong::get)
                .description("Devices' and patients' counts on which two stages have not agreed for a minute")
                .register(meters);
    }

    Recurring start() {
        return Recurring.start("reconciler", LOOK_EVERY, this::look);
    }

    /// Has them looked at soon.
    void look(Collection<UUID> changedDevices, Collection<UUID> changedPatients) {
        devices.add(changedDevices);
        patients.add(changedPatients);
    }

    void look() {
        var someDevices = devices.take();
        var portion = differences.devicesAfter(lastDevice, PORTION);
        lastDevice = portion.size() < PORTION ? Differences.BEFORE_ALL : portion.getLast();
        someDevices.addAll(portion);
        differences.compareDevices(someDevices);
        var somePatients = patients.take();
        var others = differences.patientsAfter(lastPatient, PORTION);
        lastPatient = others.size() < PORTION ? Differences.BEFORE_ALL : others.getLast();
        somePatients.addAll(others);
        differences.comparePatients(somePatients);
        for (var difference : differences.newAlerts()) {
            LOG.atWarn()
                    .addKeyValue(difference.subject(), difference.id())
                    .addKeyValue("equation", difference.equation())
                    .addKeyValue("expected", difference.expected())
                    .addKeyValue("found", difference.found())
                    .log("two stages have not agreed for a minute");
        }
        alerting.set(differences.alerting());
    }
}
