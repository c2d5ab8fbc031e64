package health.vigil.alerts.escalation;

import health.vigil.alerts.delivery.Outbox;
import health.vigil.alerts.delivery.Outbox.Notice;
import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import health.vigil.alerts.routing.Course;
import health.vigil.alerts.routing.Course.Event;
import health.vigil.alerts.routing.Target;
import health.vigil.alerts.store.Courses;
import health.vigil.alerts.store.Steps;
import health.vigil.alerts.teams.Contacts;
import health.vigil.alerts.teams.Contacts.Contact;
import health.vigil.alerts.teams.Teams;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Takes the steps that are due, most urgent first.
///
/// A step is one transaction: who is told, by which contacts, and when the next step is due. Instances take different
/// alerts; one that is killed leaves the alerts of its transaction to the others at once, as they were.
public final class Escalation {

    private static final int AT_A_TIME = 100;

    private final Jdbi jdbi;
    private final Teams teams;
    private final Outbox outbox;
    private final Clock clock;

    public Escalation(Jdbi jdbi, Teams teams, Outbox outbox, Clock clock) {
        this.jdbi = jdbi;
        this.teams = teams;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Takes some of the steps that are due.
    ///
    /// @return how many alerts there were; none means that nothing is due, or others are at it
    public int takeDue() {
        return jdbi.inTransaction(handle -> {
            var now = clock.instant();
            var alerts = lockDue(handle, now);
            if (!alerts.isEmpty()) {
                take(handle, alerts, now);
                AlertChanges.announce(handle);
            }
            return alerts.size();
        });
    }

    /// The alert and its patient.
    private record Due(UUID alert, UUID patient) {}

    private static List<Due> lockDue(Handle handle, Instant now) {
        return handle.createQuery("""
                        select a.alert_id, a.patient_id from alerts.escalation e join alerts.alert a using (alert_id)
                        where e.due <= :now
                        order by array_position(array['URGENT', 'PROMPT', 'ROUTINE'], e.urgency), e.due
                        limit :limit for update of a skip locked
                        """)
                .bind("now", now)
                .bind("limit", AT_A_TIME)
                .map((row, _) -> new Due(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .list();
    }

    private void take(Handle handle, List<Due> due, Instant now) {
        var all = teams.all(handle);
        var nurses = Teams.nurses(handle);
        var reachable = Teams.reachable(handle);
        var places = teams.places(handle, due.stream().map(Due::patient).collect(Collectors.toSet()));
        // Read anew under the lock: another instance may have taken a step after this one had looked.
        var courses = Courses.of(handle, due.stream().map(Due::alert).toList());
        var told = new HashMap<Due, Event.Told>();
        for (var one : due) {
            var place = places.get(one.patient());
            var course = courses.get(one.alert());
            if (place == null || course == null) {
                throw new IllegalStateException("an alert that is due has a patient and a course");
            }
            var team = Teams.staffed(Teams.of(all, place).team(), nurses);
            var turn = course.at(now, team, reachable::contains);
            if (!turn.next().equals(course)) {
                Courses.save(handle, one.alert(), turn.next());
            }
            for (var event : turn.events()) {
                Steps.add(handle, one.alert(), now, step(event), AlertState.VIGIL, note(event));
                if (event instanceof Event.Told people) {
                    told.put(one, people);
                }
            }
        }
        outbox.add(handle, notices(handle, told, courses), now);
    }

    private Collection<Notice> notices(Handle handle, Map<Due, Event.Told> told, Map<UUID, Course> courses) {
        var people = new HashSet<String>();
        told.values().forEach(event -> people.addAll(event.people()));
        var contacts = Contacts.of(handle, people).stream()
                .filter(outbox::isOn)
                .collect(Collectors.groupingBy(Contact::username));
        var notices = new ArrayList<Notice>();
        told.forEach((due, event) -> {
            var course = courses.get(due.alert());
            if (course == null) {
                throw new IllegalStateException("it was told a moment ago");
            }
            var urgency = course.urgency();
            event.people().stream()
                    .flatMap(person -> contacts.getOrDefault(person, List.of()).stream())
                    .filter(contact -> contact.isUsedFor(urgency))
                    .forEach(contact -> notices.add(
                            new Notice(due.alert(), event.round(), event.step(), contact, !urgency.canWait())));
        });
        return notices;
    }

    private static String step(Event event) {
        return switch (event) {
            case Event.Woke() -> "woke";
            case Event.Recalled _ -> "recalled";
            case Event.Held _ -> "held";
            case Event.Gap _ -> "gap";
            case Event.Told _ -> "told";
            case Event.Nobody _ -> "nobody";
        };
    }

    private static String note(Event event) {
        return switch (event) {
            case Event.Woke() -> "the snooze is over";
            case Event.Recalled(WaitsFor what) -> words(what);
            case Event.Held(Instant until) -> "quiet hours until " + until;
            case Event.Gap(int step, Target target) -> "level %d reaches nobody: %s".formatted(step + 1, words(target));
            case Event.Told told ->
                "%s: %s; the next after %d min"
                        .formatted(
                                told.wholeTeam() ? "the whole team" : "level " + (told.step() + 1),
                                String.join(", ", told.people()),
                                told.delay().toMinutes());
            case Event.Nobody _ -> "not even the whole team reaches anybody";
        };
    }

    private static String words(WaitsFor what) {
        return switch (what) {
            case REPEAT -> "no repeat measurement came";
            case HAND_OVER -> "nobody took it over";
            case ANSWER -> "no clinician has answered";
        };
    }

    private static String words(Target target) {
        return switch (target) {
            case Target.OnCall(String rota) -> "nobody is on call in '" + rota + "'";
            case Target.Person(String person) -> person + " is no nurse here";
            case Target.WholeTeam() -> "the team has no members";
        };
    }
}
