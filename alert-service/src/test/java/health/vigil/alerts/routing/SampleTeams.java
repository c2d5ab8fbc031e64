package health.vigil.alerts.routing;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Teams for tests.
public final class SampleTeams {

    public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private SampleTeams() {}

    /// Nora by day, Otto by night; then Lea; then all three.
    public static CareTeam dayAndNight() {
        var onCall = new Path.Level(new Target.OnCall("On call"), Duration.ofMinutes(5));
        var lead = new Path.Level(new Target.Person("lea"), Duration.ofMinutes(10));
        return new CareTeam(
                "Cardiology",
                BERLIN,
                List.of("nora", "otto", "lea"),
                List.of("carl"),
                List.of(),
                List.of(rota()),
                Map.of(
                        Urgency.URGENT, new Path(List.of(onCall, lead), Duration.ofMinutes(15), false),
                        Urgency.PROMPT, new Path(List.of(onCall, lead), Duration.ofMinutes(30), true),
                        Urgency.ROUTINE, new Path(List.of(onCall), Duration.ofHours(12), true)),
                new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 0)));
    }

    static Rota rota() {
        var shifts = Arrays.stream(DayOfWeek.values())
                .flatMap(day -> Stream.of(
                        new Shift(day, LocalTime.of(6, 0), LocalTime.of(22, 0), "nora"),
                        new Shift(day, LocalTime.of(22, 0), LocalTime.of(6, 0), "otto")))
                .toList();
        return new Rota("On call", shifts, List.of());
    }
}
