package health.vigil.local.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.care.accounts.Accounts;
import health.vigil.care.devices.Assignment;
import health.vigil.care.patients.Patient;
import health.vigil.kit.access.Role;
import health.vigil.local.device.Device;
import health.vigil.local.run.AllInOne;
import health.vigil.local.run.Ports;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prints the figures of the README, measured on the machine at hand, the load generator in the same process. Each
/// stands beside a floor of the same run; no time is asserted.
class FiguresIT {

    private static final int DEVICES = 8;
    private static final int READINGS = 20_000;
    private static final int ALERTS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path home = Path.of("");

    private final Clock clock = Clock.systemUTC();
    private final List<Device> devices = new ArrayList<>();

    @Test
    void figuresOfTheWholeWay() throws Exception {
        var started = System.nanoTime();
        try (var vigil = AllInOne.start(home, new Ports("127.0.0.1", 0, 0, 0, 0))) {
            System.out.printf("ready, first start, without recorded classes: %.1f s%n", seconds(started));
            IntStream.range(0, DEVICES).forEach(_ -> devices.add(moveIn(vigil)));
            throughput(vigil, "cold");
            throughput(vigil, "warm");
            latency(vigil);
            System.out.printf("resident memory with the load generator: %,d MB%n", residentMegabytes());
            devices.forEach(Device::close);
        }
    }

    private Device moveIn(AllInOne vigil) {
        var patient = UUID.randomUUID();
        var device = UUID.randomUUID();
        vigil.care().patients().put(new Patient(patient, "Figures", "A", null, "Europe/Berlin"), "test");
        var secret = vigil.care().devices().register(device, "figures");
        vigil.care().devices().assign(new Assignment(UUID.randomUUID(), device, null, patient, Instant.EPOCH, null));
        return new Device(vigil.run().mqtt(), device, secret, Device.Until.ACKNOWLEDGED);
    }

    private void throughput(AllInOne vigil, String when) {
        var before = stored(vigil);
        var began = clock.instant().minus(Duration.ofDays(420 + (long) before / 40));
        var started = System.nanoTime();
        for (var i = 0; i < READINGS; i++) {
            devices.get(i % DEVICES).publish(glucose(began.plus(Duration.ofMinutes(30L * i)), 100 + (i * 37) % 100));
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::allAcknowledged);
        var acknowledged = READINGS / seconds(started);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> stored(vigil) - before == READINGS);
        var whole = READINGS / seconds(started);
        System.out.printf(
                "%s: %,.0f readings/s stored, with all rules; floor: %,.0f/s acknowledged by the broker alone (%.2f)%n",
                when, whole, acknowledged, whole / acknowledged);
    }

    private boolean allAcknowledged() {
        return devices.stream().allMatch(device -> device.unconfirmed() == 0);
    }

    /// From publishing a dangerous reading to the signal of the nurse's live feed.
    private void latency(AllInOne vigil) throws IOException, InterruptedException {
        vigil.care().accounts().put(new Accounts.Account("figures", "Figures", Role.NURSE), "figures of a run");
        try (var feed = new FeedListener(vigil.run().http(), "figures", "figures of a run")) {
            var nanos = new long[ALERTS];
            for (var i = 0; i < ALERTS; i++) {
                var raised = raised(vigil);
                var signals = feed.signals();
                var device = devices.get(i % DEVICES);
                var glucose = (i / DEVICES) % 2 == 0 ? 45 : 120;
                var at = clock.instant().minus(Duration.ofSeconds(ALERTS - i));
                var published = System.nanoTime();
                device.publish("{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%d,\"unit\":\"mg/dL\"}"
                        .formatted(at, glucose));
                nanos[i] = feed.awaitMore(signals, PATIENCE) - published;
                assertThat(raised(vigil)).isGreaterThanOrEqualTo(raised);
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "publish to the nurse's live feed, one at a time: p50 %.0f ms, p99 %.0f ms%n",
                    nanos[ALERTS / 2] / 1e6, nanos[ALERTS * 99 / 100] / 1e6);
        }
    }

    private static double raised(AllInOne vigil) {
        return count(vigil, "vigil.alerts.raised");
    }

    private static double stored(AllInOne vigil) {
        return vigil.telemetry().meters().find("vigil.projection.receipt.to.stored").timers().stream()
                .mapToDouble(Timer::count)
                .sum();
    }

    private static double count(AllInOne vigil, String counter) {
        return vigil.telemetry().meters().find(counter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /// Every four hours for each device, now and then above the limit of 180.
    private static String glucose(Instant at, int milligrams) {
        return "{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%d,\"unit\":\"mg/dL\"}".formatted(at, milligrams);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                / 1024;
    }
}
