package health.vigil.local.demo;

import health.vigil.care.devices.Assignment;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.kit.run.Stop;
import health.vigil.local.client.VigilApi;
import health.vigil.local.device.Device;
import health.vigil.local.replay.Progress;
import health.vigil.local.run.AllInOne;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Simulated homes around a running Vigil.
final class Demo implements AutoCloseable {

    /// How many readings a patient makes a day.
    private static final int READINGS_A_DAY = 5;

    private static final int ONE_IN_SO_MANY_IS_DANGEROUS = 12;
    private static final Duration CARED_FOR = Duration.ofDays(30);
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private final AllInOne vigil;
    private final Clock clock = Clock.systemUTC();
    private final SplittableRandom random;
    private final Map<SimulatedHome, Device> homes = new LinkedHashMap<>();

    Demo(AllInOne vigil, int count, long seed) {
        this.vigil = vigil;
        this.random = new SplittableRandom(seed);
        DemoAccount.ALL.forEach(account -> account.create(vigil.care().accounts()));
        IntStream.range(0, count)
                .mapToObj(number -> new SimulatedHome(number, seed))
                .forEach(home -> homes.put(home, moveIn(home)));
    }

    private Device moveIn(SimulatedHome home) {
        var patient = home.patient();
        var plan = home.template().in(patient.zoneId());
        vigil.care().patients().register(patient, plan, clock.instant().minus(CARED_FOR), "demo");
        var secret = vigil.care().devices().register(home.device(), home.label());
        vigil.care()
                .devices()
                .assign(new Assignment(
                        NameBased.uuid("demo assignment", home.device()),
                        home.device(),
                        null,
                        home.patient().patientId(),
                        LONG_AGO,
                        null));
        return new Device(vigil.run().mqtt(), home.device(), secret, Device.Until.RECEIPT);
    }

    /// Publishes the last days and waits until all of it is safe.
    void publishHistory(int days, Stop stop) {
        homes.forEach((home, device) -> home.history(days, clock).forEach(device::publish));
        var total = homes.values().stream().mapToInt(Device::published).sum();
        try (var bar = Progress.bar("History", total)) {
            while (!stop.isAsked()) {
                var open = homes.values().stream().mapToInt(Device::unconfirmed).sum();
                bar.stepTo(total - open);
                if (open == 0) {
                    return;
                }
                pause();
            }
        }
    }

    /// The alerts of past days were dealt with in those days: a simulated nurse catches up on them.
    void dealWithThePast(Stop stop) throws IOException, InterruptedException {
        awaitQuiet(stop);
        var yesterday = clock.instant().minus(Duration.ofDays(1));
        var nurse = DemoAccount.NURSE;
        try (var api = new VigilApi(vigil.run().http(), nurse.username(), nurse.password())) {
            for (var alert : api.get("/api/alerts?state=open&limit=1000").path("alerts")) {
                if (Instant.parse(alert.path("latestAt").asText()).isBefore(yesterday)) {
                    api.post(
                            "/api/alerts/" + alert.path("alertId").asText() + "/resolve",
                            Map.of("outcome", "called", "note", "all well"));
                }
            }
        }
    }

    /// Until no more alerts come of the history.
    private void awaitQuiet(Stop stop) {
        var raised = -1.0;
        var since = System.nanoTime();
        while (!stop.isAsked()
                && System.nanoTime() - since < Duration.ofMillis(1500).toNanos()) {
            if (raised() != raised) {
                raised = raised();
                since = System.nanoTime();
            }
            pause();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }

    /// Live readings, until asked to stop. At speed 1 a patient measures as often as in life.
    void live(double speed, Stop stop) throws InterruptedException {
        var senders = homes.keySet().stream().filter(home -> !home.isSilent()).toList();
        var everySecond =
                senders.size() * READINGS_A_DAY * speed / Duration.ofDays(1).toSeconds();
        var reported = System.nanoTime();
        var before = accepted();
        // History comes out of order, so most of the alerts that it raised were superseded at once.
        var raisedByHistory = raised();
        do {
            var home = senders.get(random.nextInt(senders.size()));
            var dangerous = random.nextInt(ONE_IN_SO_MANY_IS_DANGEROUS) == 0;
            Optional.ofNullable(homes.get(home)).ifPresent(device -> device.publish(home.live(clock, dangerous)));
            var seconds = (System.nanoTime() - reported) / 1e9;
            if (seconds > 10) {
                System.out.printf(
                        "%tT  %.1f readings/s, %,.0f readings so far, %,.0f alerts raised since the history%n",
                        LocalTime.now(clock.withZone(ZoneId.systemDefault())),
                        (accepted() - before) / seconds,
                        accepted(),
                        raised() - raisedByHistory);
                reported = System.nanoTime();
                before = accepted();
            }
        } while (stop.goesOnAfter(Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) / everySecond * 1e9))));
    }

    private double accepted() {
        return count("vigil.gateway.readings.accepted");
    }

    private double raised() {
        return count("vigil.alerts.raised");
    }

    private double count(String counter) {
        return vigil.telemetry().meters().find(counter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Override
    public void close() {
        try (var closing = Executors.newCachedThreadPool()) {
            homes.values().forEach(device -> closing.execute(device::close));
        }
    }
}
