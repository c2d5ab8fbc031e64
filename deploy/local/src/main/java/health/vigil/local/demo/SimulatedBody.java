package health.vigil.local.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Makes up what a patient's devices would measure: circadian rhythm, meals, drifts and noise. The same seed makes the
/// same life.
final class SimulatedBody {

    private final Profile profile;
    private final SplittableRandom random;
    private final double systolic;
    private final double glucose;
    private final double weight;

    SimulatedBody(Profile profile, long seed) {
        this.profile = profile;
        this.random = new SplittableRandom(seed);
        this.systolic = 124 + random.nextDouble() * 10;
        this.glucose = 112 + random.nextDouble() * 14;
        this.weight = 62 + random.nextDouble() * 35;
    }

    /// A day's measurements in their order, `daysAgo` days before today.
    List<Sample> day(LocalDate day, int daysAgo) {
        var samples = new ArrayList<Sample>();
        if (profile == Profile.SILENT && daysAgo < 4) {
            return samples;
        }
        switch (profile) {
            case HYPERTENSION, DETERIORATING, SILENT -> addPressures(samples, day, daysAgo);
            case DIABETES -> addGlucose(samples, day);
            case HEART_FAILURE -> {
                samples.add(weigh(at(day, 7, 20), daysAgo));
                addPressures(samples, day, daysAgo);
            }
        }
        return samples;
    }

    private void addPressures(List<Sample> samples, LocalDate day, int daysAgo) {
        samples.add(pressure(at(day, 7, 30), daysAgo, 0));
        samples.add(pressure(at(day, 19, 30), daysAgo, 0));
    }

    private void addGlucose(List<Sample> samples, LocalDate day) {
        samples.add(sugar(at(day, 7, 10), 0, "fasting"));
        samples.add(sugar(at(day, 12, 20), 8, "before-meal"));
        samples.add(sugar(at(day, 14, 10), 48, "after-meal"));
        samples.add(sugar(at(day, 18, 30), 12, "before-meal"));
        samples.add(sugar(at(day, 22, 15), 24, "bedtime"));
    }

    /// A live reading: what this patient would measure at that moment.
    Sample now(LocalDateTime time, boolean dangerous) {
        return switch (profile) {
            case HYPERTENSION, DETERIORATING, SILENT -> pressure(time, 0, dangerous ? 52 : 0);
            case DIABETES ->
                dangerous ? Sample.glucose(time, 41 + random.nextInt(10), "casual") : sugar(time, 18, "casual");
            case HEART_FAILURE -> dangerous ? pressure(time, 0, 55) : weigh(time, 0);
        };
    }

    private Sample pressure(LocalDateTime time, int daysAgo, double more) {
        // Lowest at night, highest in the late afternoon.
        var rhythm = 6 * Math.sin((time.getHour() + time.getMinute() / 60.0 - 10) / 24 * 2 * Math.PI);
        var drift = profile == Profile.DETERIORATING ? 34.0 * Math.max(0, 20 - daysAgo) / 20 : 0;
        var upper = systolic + rhythm + drift + more + gauss(6);
        var lower = upper * 0.52 + 13 + gauss(3);
        return Sample.bloodPressure(time, Math.round(upper), Math.round(lower), Math.round(70 + drift / 4 + gauss(5)));
    }

    private Sample sugar(LocalDateTime time, double meal, String context) {
        var low = random.nextInt(60) == 0;
        var value = low ? 52 + random.nextInt(16) : Math.max(72, glucose + meal + gauss(20));
        return Sample.glucose(time, Math.round(value), context);
    }

    private Sample weigh(LocalDateTime time, int daysAgo) {
        var water = 0.75 * Math.max(0, 4 - daysAgo);
        return Sample.weight(time, weight + water + gauss(0.2));
    }

    private LocalDateTime at(LocalDate day, int hour, int minute) {
        return day.atTime(hour, minute).plusSeconds(random.nextInt(-1500, 1500));
    }

    private double gauss(double deviation) {
        return random.nextGaussian() * deviation;
    }
}
