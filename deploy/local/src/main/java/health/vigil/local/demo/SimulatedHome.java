package health.vigil.local.demo;

import health.vigil.care.patients.Patient;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.NameBased;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;

/// A patient at home with a hub that sends what the devices measured: mostly at once, sometimes late, twice or out of
/// order.
final class SimulatedHome {

    private static final List<String> GIVEN = List.of(
            "Anna", "Jonas", "Maria", "Paul", "Elif", "Omar", "Grace", "Luca", "Sofia", "Noah", "Ines", "Viktor");
    private static final List<String> FAMILY = List.of(
            "Bergmann",
            "Okafor",
            "Lindqvist",
            "Moreau",
            "Tanaka",
            "Novak",
            "Fischer",
            "Silva",
            "Kowalska",
            "Haddad",
            "Brandt",
            "Jensen");
    private static final List<String> ZONES = List.of("Europe/Berlin", "Europe/Lisbon", "America/New_York");

    private static final List<Profile> PROFILES = List.of(Profile.values());

    private final int number;
    private final Patient patient;
    private final UUID device;
    private final SimulatedBody body;
    private final SplittableRandom random;

    SimulatedHome(int number, long seed) {
        this.number = number;
        this.random = new SplittableRandom(seed * 1_000_003 + number);
        this.device = NameBased.uuid("demo device", seed, number);
        this.patient = new Patient(
                NameBased.uuid("demo patient", seed, number),
                FAMILY.get((number * 5 + (int) (seed & 7)) % FAMILY.size())
                        + (number < FAMILY.size() ? "" : " " + number),
                GIVEN.get(number % GIVEN.size()),
                LocalDate.of(1938 + random.nextInt(45), 1 + random.nextInt(12), 1 + random.nextInt(28)),
                ZONES.get(number % ZONES.size()),
                "+4930%07d".formatted(number));
        this.body = new SimulatedBody(profile(number), random.nextLong());
    }

    private static Profile profile(int number) {
        return PROFILES.get(number % PROFILES.size());
    }

    Patient patient() {
        return patient;
    }

    UUID device() {
        return device;
    }

    String label() {
        return "Hub " + (number + 1);
    }

    /// What the patient's care plan begins as.
    Template template() {
        return switch (profile(number)) {
            case HYPERTENSION, DETERIORATING, SILENT -> Template.HYPERTENSION;
            case DIABETES -> Template.DIABETES_INSULIN;
            case HEART_FAILURE -> Template.HEART_FAILURE;
        };
    }

    private ZoneId zone() {
        return patient.zoneId();
    }

    /// What the hub sends of the last days, as far as it has been measured by now.
    List<String> history(int days, Clock clock) {
        var now = LocalDateTime.now(clock.withZone(zone()));
        var messages = new ArrayList<String>();
        for (var daysAgo = days; daysAgo >= 0; daysAgo--) {
            for (var sample : body.day(now.toLocalDate().minusDays(daysAgo), daysAgo)) {
                if (sample.time().isBefore(now)) {
                    messages.add(sample.json(zone()));
                }
            }
        }
        return asDevicesSend(messages);
    }

    /// One in twenty comes twice, and one in ten weeks comes newest first.
    private List<String> asDevicesSend(List<String> messages) {
        var sent = new ArrayList<String>();
        for (var message : messages) {
            sent.add(message);
            if (random.nextInt(20) == 0) {
                sent.add(message);
            }
        }
        for (var week = 0; week + 14 < sent.size(); week += 14) {
            if (random.nextInt(10) == 0) {
                Collections.shuffle(sent.subList(week, week + 14), new Random(random.nextLong()));
            }
        }
        return sent;
    }

    /// A reading of this moment; one in ten was measured some minutes ago.
    String live(Clock clock, boolean dangerous) {
        var now = LocalDateTime.now(clock.withZone(zone()));
        var time = random.nextInt(10) == 0 ? now.minusMinutes(5 + random.nextInt(40)) : now;
        return body.now(now, dangerous).at(time).json(zone());
    }

    boolean isSilent() {
        return profile(number) == Profile.SILENT;
    }
}
