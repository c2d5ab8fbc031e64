package health.vigil.alerts.teams;

import health.vigil.alerts.routing.Course.Event;
import health.vigil.alerts.routing.Foresight;
import health.vigil.alerts.routing.Rota;
import health.vigil.alerts.routing.Rota.Turn;
import health.vigil.alerts.routing.Target;
import health.vigil.alerts.routing.Urgency;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// A team as its page shows it.
///
/// @param people all accounts that may have a part in it
/// @param unreachable members who have no contact beside the page
public record TeamView(
        Teams.Stored stored, List<Teams.Person> people, Set<String> nurses, Set<String> unreachable, Instant now) {

    private static final Duration AHEAD = Duration.ofDays(14);
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);

    public TeamView {
        people = List.copyOf(people);
        nurses = Set.copyOf(nurses);
        unreachable = Set.copyOf(unreachable);
    }

    public UUID id() {
        return stored.teamId();
    }

    public List<Teams.Person> nursesOnly() {
        return people.stream().filter(Teams.Person::isNurse).toList();
    }

    public List<Teams.Person> cliniciansOnly() {
        return people.stream().filter(person -> !person.isNurse()).toList();
    }

    /// A moment by the team's clock.
    public String local(Instant moment) {
        return LOCAL.format(moment.atZone(stored.team().zone()));
    }

    /// Who is on call in the next fortnight.
    public List<Turn> turns(Rota rota) {
        return rota.turns(now, now.plus(AHEAD), stored.team().zone(), nurses::contains);
    }

    public List<Turn> gaps(Rota rota) {
        return turns(rota).stream().filter(turn -> turn.person().isEmpty()).toList();
    }

    /// Whether anybody is ever on call in it.
    public static boolean isUsed(Rota rota) {
        return !rota.shifts().isEmpty() || !rota.substitutions().isEmpty();
    }

    /// A moment that somebody wonders about.
    public record Moment(String name, Instant at) {}

    /// Now, and at three in the morning on Sunday.
    public List<Moment> moments() {
        var sunday = now.atZone(stored.team().zone())
                .with(TemporalAdjusters.next(DayOfWeek.SUNDAY))
                .with(LocalTime.of(3, 0));
        return List.of(new Moment("Now", now), new Moment("Sunday, 3 a.m.", sunday.toInstant()));
    }

    /// Who would be reached then, in words, step by step.
    public List<String> reached(Urgency urgency, Instant at) {
        var lines = new ArrayList<String>();
        Predicate<String> isThere = nurses::contains;
        for (var step : Foresight.of(Teams.staffed(stored.team(), nurses), urgency, at, isThere)) {
            lines.add(after(at, step.at()) + ": " + words(step.event()));
        }
        return lines;
    }

    private static String after(Instant from, Instant until) {
        var minutes = Duration.between(from, until).toMinutes();
        return minutes == 0
                ? "at once"
                : minutes < 120 ? "after " + minutes + " min" : "after %.1f h".formatted(minutes / 60.0);
    }

    private String words(Event event) {
        return switch (event) {
            case Event.Told told ->
                (told.wholeTeam() ? "the whole team, again and again: " : "") + String.join(", ", told.people());
            case Event.Gap(int step, Target target) ->
                "level %d reaches nobody (%s), so the next at once".formatted(step + 1, words(target));
            case Event.Held(Instant until) -> "held back by quiet hours until " + local(until);
            case Event.Nobody _ -> "NOBODY: the team has no members";
            case Event.Woke() -> "the snooze is over";
            case Event.Recalled _ -> "raised again";
        };
    }

    /// A level's target in words.
    public static String words(Target target) {
        return switch (target) {
            case Target.OnCall(String rota) -> "on call: " + rota;
            case Target.Person(String person) -> person;
            case Target.WholeTeam() -> "the whole team";
        };
    }

    /// A level's target as the form says it.
    public static String code(Target target) {
        return switch (target) {
            case Target.OnCall(String rota) -> "on-call:" + rota;
            case Target.Person(String person) -> "person:" + person;
            case Target.WholeTeam() -> "whole-team";
        };
    }
}
