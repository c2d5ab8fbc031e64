package health.vigil.local.drill;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.RegistrySettings;
import health.vigil.kit.kafka.SecuritySettings;
import health.vigil.kit.kafka.TopicSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Starts everything, breaks it again and again while devices publish, and reckons up.
final class Drill implements AutoCloseable {

    private static final Duration UP_WITHIN = Duration.ofMinutes(10);
    private static final Duration RECOVER_WITHIN = Duration.ofMinutes(10);
    private static final Duration SETTLE_WITHIN = Duration.ofMinutes(15);

    /// How long a reckoning that gets no better is looked at again.
    private static final Duration UNCHANGED = Duration.ofSeconds(45);

    private final Order order;
    private final Deployment deployment;
    private final Notes notes;
    private final Sink sink = new Sink();
    private final Clinic clinic;
    private final LoadGenerator load;
    private final Probe probe;
    private final Fault.Target target;
    private final Supervisor supervisor;
    private final Footprint footprint = new Footprint();
    private final List<Report.Done> done = new ArrayList<>();

    Drill(Order order, Path home, Clock clock) throws IOException, InterruptedException, SQLException {
        this.order = order;
        this.deployment = new Deployment(home, order.broker());
        this.notes = new Notes(home.resolve("notes.tsv"));
        this.clinic = new Clinic(
                List.of(deployment.http("care-api-1"), deployment.http("care-api-2")),
                List.of(deployment.http("alert-service-1"), deployment.http("alert-service-2")),
                deployment.administratorPassword(),
                sink.url());
        this.load = new LoadGenerator(
                deployment.mqttUrl(),
                clinic,
                notes,
                clock,
                order.devices(),
                order.perSecond(),
                new SplittableRandom(order.firstSeed()));
        this.probe = new Probe(load.probe(), clinic, clock);
        this.target = new Fault.Target(deployment, load, new DatabaseFaults(deployment.jdbi()), sink);
        this.supervisor = new Supervisor(deployment);
    }

    Report run() throws IOException, InterruptedException {
        var up = firstStart();
        breakThings();
        var findings = settle(false);
        var afterBrokerKills =
                order.broker().isDurable() ? Optional.<Reckoning.Findings>empty() : Optional.of(killBroker());
        footprint.measure(deployment.parts());
        return new Report(
                order, up, List.copyOf(done), findings, afterBrokerKills, footprint.growth(), supervisor.ended());
    }

    /// In any order, with devices that publish already.
    private Duration firstStart() throws IOException, InterruptedException {
        var began = System.nanoTime();
        var parts = schedule(order.firstSeed()).firstStart();
        System.out.println("First start, in this order: " + String.join(", ", parts));
        deployment.diskProblem().ifPresent(problem -> System.out.println("No disk can be filled up here: " + problem));
        if (!order.broker().isDurable()) {
            holdDevicesBack();
        }
        load.start();
        for (var part : parts) {
            deployment.part(part).start();
            TimeUnit.MILLISECONDS.sleep(500);
        }
        supervisor.start();
        if (!order.broker().isDurable()) {
            letDevicesIn();
        }
        load.awaitAdmission();
        if (probe.send(UP_WITHIN).isEmpty()) {
            throw new IOException("Vigil did not come up; see the logs");
        }
        var up = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("Up after %.0f s: an alarm has gone all the way.%n", up.toMillis() / 1000.0);
        footprint.measure(deployment.parts());
        return up;
    }

    /// A broker acknowledges and drops what nobody has subscribed to. Artemis is told; Mosquitto is not.
    private void holdDevicesBack() {
        deployment.links().set(Deployment.DEVICES, Proxy.Mode.REFUSE);
    }

    private void letDevicesIn() throws InterruptedException {
        while (!clinic.isReady(deployment.http("gateway-1")) && !clinic.isReady(deployment.http("gateway-2"))) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        deployment.links().set(Deployment.DEVICES, Proxy.Mode.PASS);
    }

    private void breakThings() throws IOException, InterruptedException {
        var share = order.lasts().dividedBy(order.seeds().size());
        for (var seed : order.seeds()) {
            System.out.println("Faults by the seed " + seed);
            var schedule = schedule(seed);
            var until = System.nanoTime() + share.toNanos();
            var most = done.size() + order.mostFaults();
            while (System.nanoTime() < until && done.size() < most) {
                make(schedule.next());
                footprint.measure(deployment.parts());
            }
        }
    }

    private Schedule schedule(long seed) {
        var extent = new Schedule.Extent(
                order.longestPause(), order.backlogDevices(), order.broker().isDurable());
        return new Schedule(seed, deployment.names(), deployment.links().all(), extent);
    }

    private void make(Fault fault) throws IOException, InterruptedException {
        var obstacle = fault.obstacle(target);
        if (obstacle.isPresent()) {
            note(new Report.Done(fault.kind(), fault.description(), fault.lasts(), Optional.empty(), obstacle));
            return;
        }
        System.out.printf(
                "%3d  %s, %.1f s … ",
                done.size() + 1, fault.description(), fault.lasts().toMillis() / 1000.0);
        System.out.flush();
        fault.apply(target);
        TimeUnit.MILLISECONDS.sleep(fault.lasts().toMillis());
        fault.undo(target);
        var recovery = probe.send(RECOVER_WITHIN);
        note(new Report.Done(fault.kind(), fault.description(), fault.lasts(), recovery, Optional.empty()));
    }

    private void note(Report.Done what) {
        done.add(what);
        System.out.println(what.outcome());
    }

    /// Waits until everything has gone its way, or gets no further.
    private Reckoning.Findings settle(boolean brokerMayLose) throws IOException, InterruptedException {
        System.out.println("Reckoning up …");
        load.rest();
        var until = System.nanoTime() + SETTLE_WITHIN.toNanos();
        while (load.unconfirmed() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        awaitRegistry();
        var findings = reckoning(brokerMayLose).find();
        var changed = System.nanoTime();
        while (!findings.isClean(brokerMayLose) && System.nanoTime() - changed < UNCHANGED.toNanos()) {
            TimeUnit.SECONDS.sleep(2);
            var next = reckoning(brokerMayLose).find();
            if (next.wrong() != findings.wrong()) {
                changed = System.nanoTime();
            }
            findings = next;
        }
        return findings;
    }

    /// It may still be starting after a fault: services know the schemas by heart, and who reckons up does not.
    private void awaitRegistry() throws InterruptedException {
        var address = URI.create(deployment.registryUrl());
        var until = System.nanoTime() + SETTLE_WITHIN.toNanos();
        while (!listens(address) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static boolean listens(URI address) {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private Reckoning reckoning(boolean brokerMayLose) throws IOException {
        var kafka = new KafkaSettings(
                deployment.kafkaServers(),
                SecuritySettings.DEFAULTS,
                "",
                new RegistrySettings(deployment.registryUrl(), "", "", "", false),
                TopicSettings.DEFAULTS);
        return new Reckoning(
                Published.read(notes.file()), load.patients(), brokerMayLose, deployment.jdbi(), kafka, clinic, sink);
    }

    private Reckoning.Findings killBroker() throws IOException, InterruptedException {
        System.out.println("Now the broker is killed, which acknowledges from memory: what it had may be gone.");
        load.goOn();
        for (var kill = 0; kill < order.brokerKills(); kill++) {
            // With something in it: nobody takes it out meanwhile.
            deployment.part("gateway-1").pause();
            deployment.part("gateway-2").pause();
            TimeUnit.SECONDS.sleep(2);
            deployment.part(Deployment.MQTT).kill();
            deployment.part("gateway-1").resume();
            deployment.part("gateway-2").resume();
            deployment.part(Deployment.MQTT).start();
            var recovery = probe.send(RECOVER_WITHIN);
            note(new Report.Done(
                    "kill of a broker that acknowledges from memory",
                    "kill mqtt",
                    Duration.ZERO,
                    recovery,
                    Optional.empty()));
        }
        return settle(true);
    }

    /// Ends what would outlive this process.
    void endProcesses() {
        try {
            deployment.close();
        } catch (IOException failure) {
            System.err.println("Not all is tidied up: " + failure.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        supervisor.close();
        load.close();
        clinic.close();
        sink.close();
        notes.close();
        deployment.close();
    }
}
