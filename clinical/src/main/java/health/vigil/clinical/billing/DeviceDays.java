package health.vigil.clinical.billing;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The days of some time on which a patient's devices sent readings, over all of the devices.
///
/// @param evidence every reading that a device sent by itself, by day
/// @param device the days of those
/// @param manual the days with typed-in readings and no other: they do not count
public record DeviceDays(List<Evidence> evidence, NavigableSet<LocalDate> device, NavigableSet<LocalDate> manual) {

    public DeviceDays {
        evidence = List.copyOf(evidence);
        device = Collections.unmodifiableNavigableSet(new TreeSet<>(device));
        manual = Collections.unmodifiableNavigableSet(new TreeSet<>(manual));
    }

    /// Counts.
    ///
    /// @param sent by a device itself
    /// @param typed by a person
    public static DeviceDays of(List<Evidence> sent, List<Evidence> typed) {
        var device = new TreeSet<LocalDate>();
        sent.forEach(each -> device.add(each.day()));
        var manual = new TreeSet<LocalDate>();
        typed.forEach(each -> manual.add(each.day()));
        manual.removeAll(device);
        return new DeviceDays(sent.stream().sorted().toList(), device, manual);
    }

    /// What of it lies in that period.
    public DeviceDays in(BillingPeriod period) {
        return new DeviceDays(
                evidence.stream().filter(each -> period.holds(each.day())).toList(),
                device.subSet(period.first(), true, period.last(), true),
                manual.subSet(period.first(), true, period.last(), true));
    }
}
