package health.vigil.alerts.routing;

import static health.vigil.alerts.routing.SampleTeams.BERLIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class QuietHoursTest {

    private final QuietHours nights = new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 0));

    @Test
    void endInTheMorningAlsoOnTheNightsWhenTheClocksChange() {
        assertThat(nights.end(Instant.parse("2026-10-24T21:00:00Z"), BERLIN)).isEqualTo("2026-10-25T05:00:00Z");
        assertThat(nights.end(Instant.parse("2027-03-27T22:00:00Z"), BERLIN)).isEqualTo("2027-03-28T04:00:00Z");
    }

    @Test
    void endAsMuchLaterWhereTheirEndIsSkipped() {
        var untilHalfPastTwo = new QuietHours(LocalTime.of(22, 0), LocalTime.of(2, 30));

        assertThat(untilHalfPastTwo.end(Instant.parse("2027-03-28T00:30:00Z"), BERLIN))
                .isEqualTo("2027-03-28T01:30:00Z");
    }

    @Test
    void areNoneWhenTheyBeginWhereTheyEnd() {
        assertThat(QuietHours.NONE.covers(Instant.parse("2026-12-01T00:00:00Z"), BERLIN))
                .isFalse();
    }

    /// Whatever the zone and the night: they end after any moment that they cover, within a day and an hour.
    @Property
    void alwaysEndAhead(
            @ForAll @LongRange(min = 1_790_000_000L, max = 1_870_000_000L) long second,
            @ForAll @IntRange(max = 95) int from,
            @ForAll @IntRange(max = 95) int until) {
        var quiet =
                new QuietHours(LocalTime.MIDNIGHT.plusMinutes(15L * from), LocalTime.MIDNIGHT.plusMinutes(15L * until));
        var moment = Instant.ofEpochSecond(second);
        for (var zone : new String[] {"Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"}) {
            if (quiet.covers(moment, ZoneId.of(zone))) {
                var end = quiet.end(moment, ZoneId.of(zone));
                assertThat(end).isAfter(moment).isBefore(moment.plus(Duration.ofHours(26)));
            }
        }
    }
}
