package health.vigil.alerts.routing;

import static health.vigil.alerts.routing.SampleTeams.BERLIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RotaTest {

    private final Rota rota = SampleTeams.rota();

    private Optional<String> onCall(String moment) {
        return rota.onCall(Instant.parse(moment), BERLIN);
    }

    @Test
    void changesHandsByTheClockOnTheWall() {
        assertThat(onCall("2026-07-01T03:59:59Z")).contains("otto");
        assertThat(onCall("2026-07-01T04:00:00Z")).contains("nora");
        assertThat(onCall("2026-12-01T04:59:59Z")).contains("otto");
        assertThat(onCall("2026-12-01T05:00:00Z")).contains("nora");
    }

    @Test
    void hasANightShiftOfNineHoursWhenTheClocksGoBack() {
        assertThat(nightAround("2026-10-25T00:30:00Z")).isEqualTo(Duration.ofHours(9));
    }

    @Test
    void hasANightShiftOfSevenHoursWhenTheClocksGoForward() {
        assertThat(nightAround("2027-03-28T00:30:00Z")).isEqualTo(Duration.ofHours(7));
    }

    private Duration nightAround(String moment) {
        var middle = Instant.parse(moment);
        return rota
                .turns(middle.minus(Duration.ofHours(12)), middle.plus(Duration.ofHours(12)), BERLIN, _ -> true)
                .stream()
                .filter(turn -> turn.person().equals(Optional.of("otto")))
                .map(turn -> Duration.between(turn.from(), turn.until()))
                .findFirst()
                .orElseThrow();
    }

    /// On ordinary nights, and when the clocks change, in zones that change by half an hour too.
    @Property
    void hasNoGapWhereShiftsMeet(@ForAll @LongRange(min = 1_790_000_000L, max = 1_870_000_000L) long second) {
        for (var zone : List.of("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu")) {
            assertThat(rota.onCall(Instant.ofEpochSecond(second), ZoneId.of(zone)))
                    .isPresent();
        }
    }

    @Test
    void letsTheLatestSubstitutionWin() {
        var from = Instant.parse("2026-12-24T10:00:00Z");
        var until = from.plus(Duration.ofHours(4));
        var substituted = new Rota(
                rota.name(),
                rota.shifts(),
                List.of(
                        new Substitution(from, until, "lea", "holiday"),
                        new Substitution(from.plusSeconds(3600), until, null, "training")));

        assertThat(substituted.onCall(from, BERLIN)).contains("lea");
        assertThat(substituted.onCall(from.plusSeconds(3600), BERLIN)).isEmpty();
        assertThat(substituted.onCall(until, BERLIN)).contains("nora");
    }

    @Test
    void showsItsGapsBeforeTheyHappen() {
        var weekdays = new Rota(
                "Weekdays",
                List.of(new Shift(DayOfWeek.MONDAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, "nora")),
                List.of());
        var monday = Instant.parse("2026-11-30T12:00:00Z");

        var turns = weekdays.turns(monday, monday.plus(Duration.ofDays(2)), BERLIN, _ -> true);

        assertThat(turns)
                .containsExactly(
                        new Rota.Turn(monday, Instant.parse("2026-11-30T23:00:00Z"), Optional.of("nora")),
                        new Rota.Turn(
                                Instant.parse("2026-11-30T23:00:00Z"),
                                monday.plus(Duration.ofDays(2)),
                                Optional.empty()));
    }

    @Test
    void countsAPersonWhoHasLeftAsAGap() {
        var moment = Instant.parse("2026-12-01T12:00:00Z");

        var turns = rota.turns(moment, moment.plusSeconds(60), BERLIN, Set.of("otto")::contains);

        assertThat(turns).singleElement().returns(Optional.empty(), Rota.Turn::person);
    }

    @Test
    void refusesASubstitutionThatEndsBeforeItBegins() {
        var moment = Instant.parse("2026-12-01T12:00:00Z");

        assertThatIllegalArgumentException().isThrownBy(() -> new Substitution(moment, moment, "lea", ""));
    }
}
