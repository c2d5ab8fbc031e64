package health.vigil.clinical.billing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Codes of the Current Procedural Terminology for remote physiologic monitoring.
///
/// Source: secondary reports of the Medicare Physician Fee Schedule, which 99445 and 99470 joined in 2026. Which rule
/// holds is decided by the last day of what is billed.
public final class Cpt {

    /// Device days in a period that 99454 asks for.
    public static final int FULL = 16;

    private static final int FEW = 2;
    private static final LocalDate RULE_OF_2026 = LocalDate.of(2026, 1, 1);

    private Cpt() {}

    /// For supplying the device and its readings over one [BillingPeriod]: 99454 from 16 days on, since 2026 99445 from
    /// 2 to 15; never both.
    ///
    /// @param days with at least one reading that a device sent by itself
    public static Optional<String> ofDevice(int days, BillingPeriod period) {
        if (days >= FULL) {
            return Optional.of("99454");
        }
        return days >= FEW && !period.last().isBefore(RULE_OF_2026) ? Optional.of("99445") : Optional.empty();
    }

    /// For the time spent in one calendar month: 99457 for the first 20 minutes, 99458 once for each further 20; since
    /// 2026 99470 for 10 to 19 minutes, which never goes with 99457.
    ///
    /// @param lastDay of the month
    /// @return each code as often as it is billed
    public static List<String> ofTime(int minutes, LocalDate lastDay) {
        if (minutes >= 20) {
            var codes = new ArrayList<String>();
            codes.add("99457");
            for (var more = minutes - 20; more >= 20; more -= 20) {
                codes.add("99458");
            }
            return List.copyOf(codes);
        }
        return minutes >= 10 && !lastDay.isBefore(RULE_OF_2026) ? List.of("99470") : List.of();
    }
}
