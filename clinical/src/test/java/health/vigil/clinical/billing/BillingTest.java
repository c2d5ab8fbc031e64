package health.vigil.clinical.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingTest {

    private static final LocalDate START = LocalDate.of(2026, 1, 31);

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 1, ", "2026-01-01, 2, 99445", "2026-01-01, 15, 99445", "2026-01-01, 16, 99454",
        "2026-01-01, 30, 99454", "2025-12-03, 2, 99445", "2025-12-02, 15, ", "2025-12-02, 16, 99454",
    })
    void countsDeviceDays(LocalDate first, int days, String code) {
        assertThat(Cpt.ofDevice(days, new BillingPeriod(first))).isEqualTo(Optional.ofNullable(code));
    }

    @ParameterizedTest
    @CsvSource({
        "9, 2026-03-31, ''",
        "10, 2026-03-31, 99470",
        "19, 2026-03-31, 99470",
        "20, 2026-03-31, 99457",
        "39, 2026-03-31, 99457",
        "40, 2026-03-31, 99457 99458",
        "79, 2026-03-31, 99457 99458 99458",
        "19, 2025-12-31, ''",
        "20, 2025-12-31, 99457",
    })
    void countsTime(int minutes, LocalDate lastDay, String codes) {
        assertThat(String.join(" ", Cpt.ofTime(minutes, lastDay))).isEqualTo(codes);
    }

    @Test
    void onePeriodFollowsTheOtherWithoutAGap() {
        var day = START;
        var period = BillingPeriod.holding(day, START);
        for (var count = 0; count < 1000; count++) {
            assertThat(BillingPeriod.holding(day, START)).isEqualTo(period);
            assertThat(period.holds(day)).isTrue();
            day = day.plusDays(1);
            if (day.isAfter(period.last())) {
                assertThat(count % 30).isEqualTo(29);
                period = period.next();
            }
        }
        assertThatThrownBy(() -> BillingPeriod.holding(START.minusDays(1), START))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPeriodIsClosedOnceItsLastDayIsOver() {
        var first = new BillingPeriod(START);

        assertThat(BillingPeriod.closed(START, START, first.last())).isEmpty();
        assertThat(BillingPeriod.closed(START, START, first.last().plusDays(1))).containsExactly(first);
        assertThat(BillingPeriod.closed(START, first.last(), START.plusDays(75)))
                .containsExactly(first, first.next());
        assertThat(BillingPeriod.closed(START, first.last().plusDays(1), START.plusDays(75)))
                .containsExactly(first.next());
        assertThat(BillingPeriod.closed(START, LocalDate.MIN, START.plusDays(75)))
                .containsExactly(first, first.next());
    }

    @Test
    void aDayWithADeviceReadingIsNoManualDayWhateverElseItHas() {
        var days = DeviceDays.of(
                List.of(evidence(2), evidence(0), evidence(2)), List.of(evidence(2), evidence(5), evidence(31)));

        assertThat(days.device()).containsExactly(START, START.plusDays(2));
        assertThat(days.manual()).containsExactly(START.plusDays(5), START.plusDays(31));
        assertThat(days.evidence()).hasSize(3).isSorted();
        assertThat(days.in(new BillingPeriod(START)).manual()).containsExactly(START.plusDays(5));
    }

    private static Evidence evidence(int day) {
        return new Evidence(START.plusDays(day), UUID.randomUUID());
    }
}
