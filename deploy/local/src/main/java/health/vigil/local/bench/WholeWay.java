package health.vigil.local.bench;

import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One reading a message, from MQTT to its row, with the standard plan; everything and the load in this process.
final class WholeWay implements Measurement {

    private static final int DANGEROUS = 50;

    /// Readings on their way at most: enough to keep every part busy, few enough that no backlog is measured.
    private static final int MOST_OPEN = 20_000;

    private final Clock clock;
    private double rate;

    WholeWay(Clock clock) {
        this.clock = clock;
    }

    /// The rate of this run, measured now if it was not yet.
    double rate(Workbench bench) throws Exception {
        if (rate == 0) {
            measure(bench);
        }
        return rate;
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var size = bench.scale().ways();
        var bareRates = new double[size.rounds()];
        var rates = new double[size.rounds()];
        try (var bare = new BareWay(bench.parts(), clock, _ -> {});
                var vigil = VigilInProcess.of(bench.vigil());
                var bareLoad = load(bench, bare);
                var load = load(bench, vigil)) {
            bench.progress().tell("whole way: warming up");
            rate(bare, bareLoad, size.warmUp());
            rate(vigil, load, size.warmUp());
            for (var round = 0; round < size.rounds(); round++) {
                bareRates[round] = rate(bare, bareLoad, size.readings());
                rates[round] = rate(vigil, load, size.readings());
                bench.progress()
                        .tell("whole way, round %d of %d: %,.0f readings/s, bare %,.0f"
                                .formatted(round + 1, size.rounds(), rates[round], bareRates[round]));
            }
        }
        rate = Samples.of(rates).median();
        return Findings.of(new Figure(
                "whole-way",
                "whole way, MQTT to the database, standard plan",
                "readings/s",
                rate,
                new Figure.Floor("the bare way", Samples.of(bareRates).median()),
                List.of(Aim.ratioAtLeast(0.6), Aim.atLeast(10_000)),
                ""));
    }

    private Load load(Workbench bench, Way way) throws Exception {
        var patients = bench.scale().ways().patients();
        var population = way.populate("whole-way", Load.CONNECTIONS, patients);
        return new Load(way.mqtt(), population, new Life(patients, begin(bench), DANGEROUS).past());
    }

    /// So early that all readings of the run lie in the past.
    private Instant begin(Workbench bench) {
        var size = bench.scale().ways();
        var readings = size.warmUp() + (long) size.rounds() * size.readings();
        var days = readings / (Life.A_DAY * (long) size.patients()) + 2;
        return clock.instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(days));
    }

    private static double rate(Way way, Load load, int readings) throws Exception {
        var before = way.stored();
        var started = System.nanoTime();
        for (var sent = 0; sent < readings; sent++) {
            load.publish();
            while (sent % 100 == 0 && sent - (way.stored() - before) > MOST_OPEN) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
        Await.until(way.name() + " to store all readings", () -> way.stored() - before >= readings);
        var rate = readings / Await.secondsSince(started);
        way.settle();
        return rate;
    }
}
