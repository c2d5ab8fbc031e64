package health.vigil.alerts.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Those who look after some patients, and how they are reached.
///
/// @param zone of rotas and quiet hours
/// @param members accounts of nurses
/// @param clinicians accounts of those to whom a question about one of the patients may be passed on
/// @param panels parts of the team's patients, each with its nurses
public record CareTeam(
        String name,
        ZoneId zone,
        List<String> members,
        List<String> clinicians,
        List<Panel> panels,
        List<Rota> rotas,
        Map<Urgency, Path> paths,
        QuietHours quietHours) {

    /// Patients that some of the team's nurses watch.
    public record Panel(String name, List<String> nurses) {

        public Panel {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a panel needs a name");
            }
            nurses = List.copyOf(nurses);
        }
    }

    /// @throws IllegalArgumentException when a path is missing, breaks the safety floor, or names a rota that is not
    public CareTeam {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a care team needs a name");
        }
        members = List.copyOf(members);
        clinicians = List.copyOf(clinicians);
        panels = List.copyOf(panels);
        rotas = List.copyOf(rotas);
        paths = Map.copyOf(paths);
        for (var urgency : Urgency.values()) {
            var path = paths.get(urgency);
            if (path == null) {
                throw new IllegalArgumentException("a care team needs a path for " + urgency);
            }
            path.check(urgency);
            for (var level : path.levels()) {
                check(level.target(), rotas);
            }
        }
    }

    private static void check(Target target, List<Rota> rotas) {
        switch (target) {
            case Target.OnCall(String rota)
            when rotas.stream().noneMatch(one -> one.name().equals(rota)) ->
                throw new IllegalArgumentException("there is no rota '" + rota + "'");
            case Target.Person(String person)
            when person.isBlank() -> throw new IllegalArgumentException("a level of the path names nobody");
            case Target.OnCall _, Target.Person _, Target.WholeTeam _ -> {}
        }
    }

    /// The team of a Vigil that nobody has set up yet: with an empty rota, so every alert goes to all nurses.
    public static CareTeam unconfigured(ZoneId zone) {
        var onCall = new Target.OnCall("On call");
        var paths = new EnumMap<Urgency, Path>(Urgency.class);
        paths.put(
                Urgency.URGENT,
                new Path(List.of(new Path.Level(onCall, Duration.ofMinutes(5))), Duration.ofMinutes(5), false));
        paths.put(
                Urgency.PROMPT,
                new Path(List.of(new Path.Level(onCall, Duration.ofMinutes(15))), Duration.ofMinutes(30), false));
        paths.put(
                Urgency.ROUTINE,
                new Path(List.of(new Path.Level(onCall, Duration.ofHours(4))), Duration.ofHours(12), true));
        return new CareTeam(
                "Everyone",
                zone,
                List.of(),
                List.of(),
                List.of(),
                List.of(new Rota("On call", List.of(), List.of())),
                paths,
                new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0)));
    }

    public CareTeam called(String newName, ZoneId newZone) {
        return new CareTeam(newName, newZone, members, clinicians, panels, rotas, paths, quietHours);
    }

    public CareTeam withPeople(List<String> newMembers, List<String> newClinicians) {
        return new CareTeam(name, zone, newMembers, newClinicians, panels, rotas, paths, quietHours);
    }

    public CareTeam withPanels(List<Panel> newPanels) {
        return new CareTeam(name, zone, members, clinicians, newPanels, rotas, paths, quietHours);
    }

    /// In the place of the one of that name, or as a new one.
    public CareTeam withRota(Rota rota) {
        var all = new ArrayList<>(rotas);
        all.removeIf(one -> one.name().equals(rota.name()));
        all.add(rota);
        return withRotas(all);
    }

    public CareTeam withRotas(List<Rota> newRotas) {
        return new CareTeam(name, zone, members, clinicians, panels, newRotas, paths, quietHours);
    }

    public CareTeam withPath(Urgency urgency, Path path) {
        var all = new EnumMap<>(paths);
        all.put(urgency, path);
        return new CareTeam(name, zone, members, clinicians, panels, rotas, all, quietHours);
    }

    public CareTeam withQuietHours(QuietHours newQuietHours) {
        return new CareTeam(name, zone, members, clinicians, panels, rotas, paths, newQuietHours);
    }

    public Path path(Urgency urgency) {
        var path = paths.get(urgency);
        if (path == null) {
            throw new IllegalStateException("checked above");
        }
        return path;
    }

    public Optional<Rota> rota(String called) {
        return rotas.stream().filter(rota -> rota.name().equals(called)).findFirst();
    }

    /// The nurses whom it names in any place.
    public Set<String> nurses() {
        var named = new TreeSet<>(members);
        panels.forEach(panel -> named.addAll(panel.nurses()));
        for (var rota : rotas) {
            rota.shifts().forEach(shift -> named.add(shift.person()));
            rota.substitutions().forEach(one -> one.who().ifPresent(named::add));
        }
        for (var path : paths.values()) {
            for (var level : path.levels()) {
                if (level.target() instanceof Target.Person(String person)) {
                    named.add(person);
                }
            }
        }
        return named;
    }

    /// Whom that target reaches then.
    ///
    /// @param isThere whether that person can be called at all
    public List<String> reached(Target target, Instant moment, Predicate<String> isThere) {
        var people =
                switch (target) {
                    case Target.OnCall(String rota) -> rota(rota).flatMap(one -> one.onCall(moment, zone)).stream();
                    case Target.Person(String person) -> Stream.of(person);
                    case Target.WholeTeam() -> members.stream();
                };
        return people.filter(isThere).distinct().toList();
    }

    /// The end of the quiet hours, where they hold that path back then.
    Optional<Instant> quietUntil(Urgency urgency, Instant moment) {
        return path(urgency).waitsInQuietHours() && quietHours.covers(moment, zone)
                ? Optional.of(quietHours.end(moment, zone))
                : Optional.empty();
    }
}
