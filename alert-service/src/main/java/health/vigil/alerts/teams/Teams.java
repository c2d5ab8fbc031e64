package health.vigil.alerts.teams;

import com.fasterxml.jackson.core.JsonProcessingException;
import health.vigil.alerts.routing.CareTeam;
import health.vigil.alerts.store.InReach;
import health.vigil.kit.http.Json;
import health.vigil.kit.identity.Identity;
import health.vigil.kit.sight.Reach;
import health.vigil.kit.sight.Sight;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// The care teams, in all their versions, and whose patients are whose.
///
/// There is always one: the first takes whoever belongs to no other, so no patient is without a team.
public final class Teams {

    /// The team of patients who were given no other.
    public static final UUID FIRST = Sight.FIRST_TEAM;

    /// The team of the synthetic patient whose readings watch over Vigil itself; nurses do not see it.
    public static final UUID WATCHDOG = Sight.WATCHDOG;

    /// The one member of that team, who is no human.
    public static final String WATCHDOG_PERSON = "vigil-watchdog";

    private final Jdbi jdbi;
    private final Clock clock;

    public Teams(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// A team as it is now.
    ///
    /// @param version to be named when it is changed, so that nobody overwrites what somebody else just did
    public record Stored(UUID teamId, int version, CareTeam team, String changedBy, Instant changedAt) {}

    /// The team and panel of a patient.
    ///
    /// @param panel empty where the patient is in none
    public record Place(UUID teamId, String panel) {

        static final Place NOWHERE = new Place(FIRST, "");
    }

    /// Makes sure that there is a team, so that alerts reach somebody from the start.
    public void ensureOne(ZoneId zone) {
        jdbi.useTransaction(handle -> {
            insert(handle, FIRST, 1, CareTeam.unconfigured(zone), "Vigil");
            // An older Vigil kept the documents alone.
            all(handle).forEach((id, stored) -> writePeople(handle, id, stored.team()));
        });
    }

    /// Whoever may be called for the team's patients, or asked about them, may see them.
    private static void writePeople(Handle handle, UUID team, CareTeam document) {
        handle.execute("delete from alerts.team_person where team_id = ?", team);
        var batch = handle.prepareBatch("""
                insert into alerts.team_person (team_id, part, username) values (:team, :part, :username)
                """);
        var nurses = document.nurses();
        if (document.members().isEmpty()) {
            nurses.add(Sight.ALL);
        }
        nurses.forEach(nurse -> batch.bind("team", team)
                .bind("part", Sight.Part.NURSE)
                .bind("username", nurse)
                .add());
        var clinicians = document.clinicians().isEmpty() ? List.of(Sight.ALL) : document.clinicians();
        clinicians.stream().distinct().forEach(clinician -> batch.bind("team", team)
                .bind("part", Sight.Part.CLINICIAN)
                .bind("username", clinician)
                .add());
        batch.execute();
    }

    /// All teams, the first one first, also the watchdog's.
    public Map<UUID, Stored> all(Handle handle) {
        return handle
                .createQuery("""
                        select distinct on (team_id) team_id, version, document, changed_by, changed_at
                        from alerts.team order by team_id, version desc
                        """)
                .map((row, context) -> new Stored(
                        row.getObject(1, UUID.class),
                        row.getInt(2),
                        parse(row.getString(3)),
                        row.getString(4),
                        context.findColumnMapperFor(Instant.class).orElseThrow().map(row, 5, context)))
                .stream()
                .collect(Collectors.toMap(Stored::teamId, team -> team, (one, _) -> one, LinkedHashMap::new));
    }

    /// Those that people see, the first one first.
    public Map<UUID, Stored> all() {
        var teams = new LinkedHashMap<>(jdbi.withHandle(this::all));
        teams.remove(WATCHDOG);
        return teams;
    }

    public Optional<Stored> find(UUID team) {
        return Optional.ofNullable(all().get(team));
    }

    /// Makes a new version of a team, or its first.
    ///
    /// @param basedOn the version that was changed; 0 for a new team
    /// @return false when somebody else has changed it in the meantime
    public boolean save(UUID team, int basedOn, CareTeam document, String who) {
        return jdbi.inTransaction(handle -> {
            var latest = handle.createQuery("select coalesce(max(version), 0) from alerts.team where team_id = :team")
                    .bind("team", team)
                    .mapTo(Integer.class)
                    .one();
            var saved = latest == basedOn && insert(handle, team, basedOn + 1, document, who);
            if (saved) {
                writePeople(handle, team, document);
            }
            return saved;
        });
    }

    private boolean insert(Handle handle, UUID team, int version, CareTeam document, String who) {
        return handle.createUpdate("""
                                insert into alerts.team (team_id, version, document, changed_by, changed_at)
                                values (:team, :version, :document, :who, :now) on conflict do nothing
                                """)
                        .bind("team", team)
                        .bind("version", version)
                        .bind("document", write(document))
                        .bind("who", who)
                        .bind("now", clock.instant())
                        .execute()
                > 0;
    }

    /// Who belongs to which team; those who were given none are not among them.
    public Map<UUID, Place> places(Handle handle, Collection<UUID> patients) {
        var places = new HashMap<UUID, Place>();
        handle.createQuery("select patient_id, team_id, panel from alerts.patient_team where patient_id = any(:ids)")
                .bindArray("ids", UUID.class, patients)
                .map((row, _) -> Map.entry(
                        row.getObject(1, UUID.class), new Place(row.getObject(2, UUID.class), row.getString(3))))
                .forEach(place -> places.put(place.getKey(), place.getValue()));
        patients.forEach(patient -> places.putIfAbsent(patient, Place.NOWHERE));
        return places;
    }

    /// The team that a place is in; the first one where there is no such team.
    public static Stored of(Map<UUID, Stored> all, Place place) {
        var stored = all.getOrDefault(place.teamId(), all.get(FIRST));
        if (stored == null) {
            throw new IllegalStateException("there is no care team");
        }
        return stored;
    }

    /// The team of a patient.
    public Stored teamOf(Handle handle, UUID patient) {
        return of(all(handle), places(handle, List.of(patient)).getOrDefault(patient, Place.NOWHERE));
    }

    /// Gives patients to a team and one of its panels.
    public void place(Collection<UUID> patients, Place place) {
        jdbi.useHandle(handle -> {
            var batch = handle.prepareBatch("""
                    insert into alerts.patient_team (patient_id, team_id, panel) values (:patient, :team, :panel)
                    on conflict (patient_id) do update set team_id = excluded.team_id, panel = excluded.panel
                    """);
            patients.forEach(patient -> batch.bind("patient", patient)
                    .bind("team", place.teamId())
                    .bind("panel", place.panel())
                    .add());
            batch.execute();
        });
    }

    /// An account that may have a part in a team.
    public record Person(String username, String displayName, String role) {

        public boolean isNurse() {
            return !role.equals("CLINICIAN");
        }
    }

    /// The accounts of nurses and clinicians.
    public List<Person> people() {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select username, display_name, role from care.account where role <> 'ADMIN' order by username
                        """).map(ConstructorMapper.of(Person.class)).list());
    }

    /// A patient with her place.
    public record Placed(UUID patientId, String name, UUID teamId, String panel) {}

    /// A row. Who it is may not be known yet, just after an update of Vigil.
    public record Row(UUID patientId, @Nullable Identity identity, UUID teamId, String panel) {

        String name() {
            return identity == null ? "Unknown patient" : identity.name();
        }

        String lowerName() {
            return name().toLowerCase(Locale.ROOT);
        }

        String sortedBy() {
            return identity == null
                    ? ""
                    : (identity.familyName() + "\n" + identity.givenName()).toLowerCase(Locale.ROOT);
        }
    }

    /// Patients within reach whose name contains that, by name. The database cannot read names, so all are read here.
    public List<Placed> patients(String part, Reach reach, int limit) {
        return jdbi.withHandle(
                handle -> InReach.bind(handle.createQuery("""
                        select p.patient_id, p.identity, coalesce(t.team_id, :firstTeam) as team_id,
                            coalesce(t.panel, '') as panel
                        from care.patient p left join alerts.patient_team t using (patient_id)
                        where %s
                        """.formatted(InReach.condition("p.patient_id"))), reach)
                        .map(ConstructorMapper.of(Row.class))
                        .stream()
                        .filter(row -> row.lowerName().contains(part.toLowerCase(Locale.ROOT)))
                        .sorted(Comparator.comparing(Row::sortedBy).thenComparing(Row::patientId))
                        .limit(limit)
                        .map(row -> new Placed(row.patientId(), row.name(), row.teamId(), row.panel()))
                        .toList());
    }

    /// Those who can be called: the accounts of nurses, and the watchdog.
    public static Set<String> reachable(Handle handle) {
        var people = new HashSet<>(nurses(handle));
        people.add(WATCHDOG_PERSON);
        return people;
    }

    /// The accounts of nurses.
    public static Set<String> nurses(Handle handle) {
        return Set.copyOf(handle.createQuery("select username from care.account where role in ('NURSE', 'LEAD_NURSE')")
                .mapTo(String.class)
                .list());
    }

    /// The team with all nurses for members, where it names none.
    public static CareTeam staffed(CareTeam team, Collection<String> nurses) {
        return team.members().isEmpty() ? team.withPeople(List.copyOf(nurses), team.clinicians()) : team;
    }

    private static CareTeam parse(String document) {
        try {
            return Json.MAPPER.readValue(document, CareTeam.class);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a stored care team cannot be read", failure);
        }
    }

    private static String write(CareTeam team) {
        try {
            return Json.MAPPER.writeValueAsString(team);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a care team cannot be written", failure);
        }
    }
}
