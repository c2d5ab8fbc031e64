package health.vigil.alerts.worklist;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// What a nurse has to do, most urgent first.
///
/// @param incidents many patients who fell silent at once: one cause, seen to once
/// @param now open alerts of readings that came in time, without those of an incident; a patient's together
/// @param late open alerts of readings that came long after they were measured
/// @param acknowledged taken on, but not over yet
/// @param snoozed put off
/// @param justResolved what the viewer may still take back
/// @param open how many open alerts of readings that came in time there are
/// @param hidden open alerts beyond those shown
public record Worklist(
        List<Incident> incidents,
        List<Card> now,
        List<Card> late,
        List<Card> acknowledged,
        List<Card> snoozed,
        List<Card> justResolved,
        int open,
        int hidden) {

    private static final int SHOWN = 200;
    private static final int JUST_RESOLVED = 5;

    /// @param view what she wants to see
    static Worklist of(Alerts alerts, Cards cards, View view, String viewer, Instant at) {
        var openOnes = view.filter(Filter.OPEN);
        var now = alerts.list(openOnes.late(false), SHOWN);
        var late = alerts.list(openOnes.late(true), SHOWN);
        var open = alerts.count(openOnes.late(false));
        var total =
                now.size() + late.size() < SHOWN ? now.size() + late.size() : open + alerts.count(openOnes.late(true));
        var incidents = Incident.among(now);
        var inIncidents = new HashSet<UUID>();
        incidents.forEach(incident -> incident.alerts().forEach(alert -> inIncidents.add(alert.alertId())));
        var single = together(now.stream()
                .filter(alert -> !inIncidents.contains(alert.alertId()))
                .toList());
        var acknowledged = alerts.list(view.filter("acknowledged"), SHOWN);
        var snoozed = alerts.list(view.filter("snoozed"), SHOWN);
        var resolved = alerts.justResolved(viewer, view.reach(), at.minus(Actions.UNDO_WITHIN), JUST_RESOLVED);
        var all = new ArrayList<AlertView>();
        List.of(single, late, acknowledged, snoozed, resolved).forEach(all::addAll);
        var byId = new HashMap<UUID, Card>();
        cards.of(all, viewer).forEach(card -> byId.put(card.alert().alertId(), card));
        return new Worklist(
                incidents,
                cards(single, byId),
                cards(late, byId),
                cards(acknowledged, byId),
                cards(snoozed, byId),
                cards(resolved, byId),
                open,
                total - now.size() - late.size());
    }

    private static List<Card> cards(List<AlertView> alerts, Map<UUID, Card> byId) {
        return alerts.stream().map(alert -> byId.get(alert.alertId())).toList();
    }

    /// A patient's alerts one after the other, at the place of the most urgent.
    private static List<AlertView> together(List<AlertView> alerts) {
        var patients = new LinkedHashMap<UUID, List<AlertView>>();
        alerts.forEach(alert -> patients.computeIfAbsent(alert.patientId(), _ -> new ArrayList<>())
                .add(alert));
        return patients.values().stream().flatMap(List::stream).toList();
    }

    /// The patients in it.
    Set<UUID> patients() {
        var patients = new HashSet<UUID>();
        incidents.forEach(incident -> incident.alerts().forEach(alert -> patients.add(alert.patientId())));
        Stream.of(now, late, acknowledged, snoozed, justResolved)
                .flatMap(List::stream)
                .forEach(card -> patients.add(card.alert().patientId()));
        return patients;
    }

    public boolean isEmpty() {
        return incidents.isEmpty()
                && now.isEmpty()
                && late.isEmpty()
                && acknowledged.isEmpty()
                && snoozed.isEmpty()
                && justResolved.isEmpty();
    }
}
