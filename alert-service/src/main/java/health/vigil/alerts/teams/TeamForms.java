package health.vigil.alerts.teams;

import health.vigil.alerts.routing.CareTeam;
import health.vigil.alerts.routing.Path;
import health.vigil.alerts.routing.QuietHours;
import health.vigil.alerts.routing.Rota;
import health.vigil.alerts.routing.Shift;
import health.vigil.alerts.routing.Substitution;
import health.vigil.alerts.routing.Target;
import health.vigil.alerts.routing.Urgency;
import health.vigil.kit.http.InvalidRequestException;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The forms of a team's page: each makes another team of one.
final class TeamForms {

    /// The team after a form.
    interface Form {
        CareTeam apply(CareTeam team, Context ctx);
    }

    private static final int MOST_LEVELS = 5;

    private TeamForms() {}

    /// All of them, by the last part of their address.
    static Map<String, Form> all() {
        var forms = new LinkedHashMap<String, Form>();
        forms.put("name", (team, ctx) -> team.called(text(ctx, "name"), zone(ctx)));
        forms.put("people", (team, ctx) -> team.withPeople(ctx.formParams("members"), ctx.formParams("clinicians")));
        forms.put(
                "quiet-hours",
                (team, ctx) -> team.withQuietHours(new QuietHours(time(ctx, "from"), time(ctx, "until"))));
        forms.put("path", TeamForms::path);
        forms.put("panel", TeamForms::panel);
        forms.put(
                "panel-removal",
                (team, ctx) -> team.withPanels(team.panels().stream()
                        .filter(panel -> !panel.name().equals(ctx.formParam("panel")))
                        .toList()));
        forms.put("rota", (team, ctx) -> team.withRota(new Rota(text(ctx, "rota"), List.of(), List.of())));
        forms.put(
                "rota-removal",
                (team, ctx) -> team.withRotas(team.rotas().stream()
                        .filter(rota -> !rota.name().equals(ctx.formParam("rota")))
                        .toList()));
        forms.put("shift", TeamForms::addShifts);
        forms.put("shift-removal", TeamForms::removeShift);
        forms.put("substitution", TeamForms::substitute);
        forms.put("substitution-removal", TeamForms::removeSubstitution);
        forms.put("swap", TeamForms::swap);
        return forms;
    }

    private static CareTeam path(CareTeam team, Context ctx) {
        var urgency = urgency(text(ctx, "urgency"));
        var levels = new ArrayList<Path.Level>();
        for (var number = 0; number < MOST_LEVELS; number++) {
            var target = Optional.ofNullable(ctx.formParam("target-" + number)).orElse("");
            if (!target.isEmpty()) {
                levels.add(new Path.Level(target(target), minutes(ctx, "delay-" + number)));
            }
        }
        return team.withPath(
                urgency, new Path(levels, minutes(ctx, "repeat"), ctx.formParam("waitsInQuietHours") != null));
    }

    static Urgency urgency(String name) {
        try {
            return Urgency.valueOf(name);
        } catch (IllegalArgumentException _) {
            throw new InvalidRequestException("urgency", "urgency must be URGENT, PROMPT or ROUTINE.");
        }
    }

    private static Target target(String code) {
        var colon = code.indexOf(':');
        var name = code.substring(colon + 1);
        return switch (colon < 0 ? code : code.substring(0, colon)) {
            case "on-call" -> new Target.OnCall(name);
            case "person" -> new Target.Person(name);
            case "whole-team" -> new Target.WholeTeam();
            default ->
                throw new InvalidRequestException("target", "A level reaches a rota, a person or the whole team.");
        };
    }

    private static CareTeam panel(CareTeam team, Context ctx) {
        var panel = new CareTeam.Panel(text(ctx, "panel"), ctx.formParams("nurses"));
        var panels = new ArrayList<>(team.panels());
        panels.removeIf(one -> one.name().equals(panel.name()));
        panels.add(panel);
        return team.withPanels(panels);
    }

    private static Rota rota(CareTeam team, Context ctx) {
        var name = text(ctx, "rota");
        return team.rota(name)
                .orElseThrow(() -> new InvalidRequestException("rota", "There is no rota '" + name + "'."));
    }

    private static CareTeam addShifts(CareTeam team, Context ctx) {
        var rota = rota(team, ctx);
        var days = ctx.formParams("days");
        if (days.isEmpty()) {
            throw new InvalidRequestException("days", "A shift needs at least one day.");
        }
        var shifts = new ArrayList<>(rota.shifts());
        for (var day : days) {
            shifts.add(new Shift(day(day), time(ctx, "from"), time(ctx, "until"), text(ctx, "person")));
        }
        shifts.sort(Comparator.comparing(Shift::day).thenComparing(Shift::from));
        return team.withRota(new Rota(rota.name(), shifts, rota.substitutions()));
    }

    private static DayOfWeek day(String day) {
        try {
            return DayOfWeek.valueOf(day);
        } catch (IllegalArgumentException _) {
            throw new InvalidRequestException("days", "days must be MONDAY to SUNDAY.");
        }
    }

    private static CareTeam removeShift(CareTeam team, Context ctx) {
        var rota = rota(team, ctx);
        return team.withRota(new Rota(rota.name(), without(rota.shifts(), ctx), rota.substitutions()));
    }

    private static CareTeam removeSubstitution(CareTeam team, Context ctx) {
        var rota = rota(team, ctx);
        return team.withRota(new Rota(rota.name(), rota.shifts(), without(rota.substitutions(), ctx)));
    }

    private static <T> List<T> without(List<T> all, Context ctx) {
        var number = number(ctx, "number");
        if (number < 0 || number >= all.size()) {
            throw new InvalidRequestException("number", "There is none of that number.");
        }
        var rest = new ArrayList<>(all);
        rest.remove(number);
        return rest;
    }

    private static CareTeam substitute(CareTeam team, Context ctx) {
        var person = Optional.ofNullable(ctx.formParam("person")).orElse("");
        return substituted(
                team,
                rota(team, ctx),
                new Substitution(
                        moment(ctx, "from", team.zone()),
                        moment(ctx, "until", team.zone()),
                        person.isEmpty() ? null : person,
                        Optional.ofNullable(ctx.formParam("reason")).orElse("")));
    }

    private static CareTeam substituted(CareTeam team, Rota rota, Substitution... more) {
        var all = new ArrayList<>(rota.substitutions());
        all.addAll(List.of(more));
        return team.withRota(new Rota(rota.name(), rota.shifts(), all));
    }

    /// Two turns change hands; each is given as `from/until/person`.
    private static CareTeam swap(CareTeam team, Context ctx) {
        var one = turn(ctx, "one");
        var other = turn(ctx, "other");
        return substituted(
                team,
                rota(team, ctx),
                new Substitution(one.from(), one.until(), other.person(), "swap"),
                new Substitution(other.from(), other.until(), one.person(), "swap"));
    }

    private static Substitution turn(Context ctx, String name) {
        var parts = text(ctx, name).split("/", 3);
        try {
            if (parts.length == 3) {
                return new Substitution(Instant.parse(parts[0]), Instant.parse(parts[1]), parts[2], "");
            }
        } catch (DateTimeException _) {
            // Refused below.
        }
        throw new InvalidRequestException(name, name + " must be one of the turns.");
    }

    private static String text(Context ctx, String name) {
        var text = Optional.ofNullable(ctx.formParam(name)).orElse("").strip();
        if (text.isEmpty()) {
            throw new InvalidRequestException(name, name + " must not be empty.");
        }
        return text;
    }

    private static ZoneId zone(Context ctx) {
        try {
            return ZoneId.of(text(ctx, "zone"));
        } catch (DateTimeException _) {
            throw new InvalidRequestException("zone", "zone must be an IANA time zone, e.g. Europe/Berlin.");
        }
    }

    private static LocalTime time(Context ctx, String name) {
        try {
            return LocalTime.parse(text(ctx, name));
        } catch (DateTimeException _) {
            throw new InvalidRequestException(name, name + " must be a time, e.g. 22:00.");
        }
    }

    /// A local time that occurs twice is the first of the two; one that is skipped is as much later.
    private static Instant moment(Context ctx, String name, ZoneId zone) {
        try {
            return LocalDateTime.parse(text(ctx, name)).atZone(zone).toInstant();
        } catch (DateTimeException _) {
            throw new InvalidRequestException(name, name + " must be a day and time, e.g. 2026-12-24T18:00.");
        }
    }

    private static Duration minutes(Context ctx, String name) {
        return Duration.ofMinutes(number(ctx, name));
    }

    private static int number(Context ctx, String name) {
        try {
            return Integer.parseInt(text(ctx, name));
        } catch (NumberFormatException _) {
            throw new InvalidRequestException(name, name + " must be a whole number.");
        }
    }
}
