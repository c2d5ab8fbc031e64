package health.vigil.local.drill;

import health.vigil.clinical.vitals.Reading;
import health.vigil.kit.kafka.KafkaSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Compares what is there with what the notes and the pure function say there must be. The product's own counters are
/// not asked.
///
/// @param notes of the devices
/// @param patients who has which device; what another device sends is to be held
/// @param brokerMayLose it acknowledges from memory and was killed: only what has Vigil's receipt demands an alert
record Reckoning(
        Published notes,
        Map<UUID, UUID> patients,
        boolean brokerMayLose,
        Jdbi jdbi,
        KafkaSettings kafka,
        Clinic clinic,
        Sink sink) {

    /// What was found; a list of ids or rows for each thing that must not be.
    ///
    /// @param acknowledged readings that the broker or Vigil has acknowledged
    /// @param lost acknowledged by the broker, and nowhere
    /// @param lostWithReceipt acknowledged by Vigil's receipt, and nowhere
    /// @param invented there, and never published; or there as something else than was published
    /// @param duplicated in more than one place, or published again by the stream processor
    /// @param missed alerts that the readings demand, and that are not there or look different
    /// @param spurious alerts that are there, and that the readings do not demand, or that were raised twice
    /// @param undelivered alerts that are demanded, and that the nurse does not see
    /// @param untold alerts that are demanded, and of which her channel was never told
    /// @param different rows in which the database differs from the topics
    record Findings(
            int published,
            int acknowledged,
            int stored,
            int rejected,
            int held,
            int alerts,
            List<String> lost,
            List<String> lostWithReceipt,
            List<String> invented,
            List<String> duplicated,
            List<String> missed,
            List<String> spurious,
            List<String> undelivered,
            List<String> untold,
            List<String> different) {

        /// Nothing that must not be.
        ///
        /// @param brokerMayLose what it acknowledged and Vigil did not
        boolean isClean(boolean brokerMayLose) {
            return wrong() == (brokerMayLose ? lost.size() : 0);
        }

        /// The number of things that must not be.
        int wrong() {
            return lists().values().stream().mapToInt(List::size).sum();
        }

        Map<String, List<String>> lists() {
            var lists = new LinkedHashMap<String, List<String>>();
            lists.put("lost", lost);
            lists.put("lost with receipt", lostWithReceipt);
            lists.put("invented", invented);
            lists.put("duplicated", duplicated);
            lists.put("missed", missed);
            lists.put("spurious", spurious);
            lists.put("not delivered", undelivered);
            lists.put("not told", untold);
            lists.put("different", different);
            return lists;
        }

        Map<String, Integer> counts() {
            var counts = new LinkedHashMap<String, Integer>();
            counts.put("published", published);
            counts.put("acknowledged", acknowledged);
            counts.put("stored", stored);
            counts.put("rejected", rejected);
            counts.put("held", held);
            counts.put("alerts demanded", alerts);
            lists().forEach((name, list) -> counts.put(name, list.size()));
            return counts;
        }
    }

    Findings find() throws IOException, InterruptedException {
        var arrived = Arrived.in(jdbi, notes);
        var readings = ReadingReckoning.of(notes, patients, arrived);
        var duplicated = new ArrayList<>(readings.duplicated());
        var topics = TopicRows.read(kafka);
        topics.publishedAgain().forEach(reading -> duplicated.add("in the topic: " + reading));
        var missed = new ArrayList<String>();
        var spurious = new ArrayList<String>();
        var demanded = AlertReckoning.demanded(readings(arrived));
        compare(demanded, AlertReckoning.raised(jdbi), missed, spurious);
        AlertReckoning.raisedAgain(jdbi).forEach(alert -> spurious.add("raised more than once: " + alert));
        return new Findings(
                notes.entries().size(),
                (int) notes.entries().values().stream()
                        .filter(Published.Entry::isConfirmed)
                        .count(),
                count(arrived, "stored"),
                count(arrived, Arrived.REJECTED),
                count(arrived, "held"),
                demanded.size(),
                readings.lost(),
                readings.lostWithReceipt(),
                readings.invented(),
                duplicated,
                missed,
                spurious,
                missed.isEmpty() ? undelivered(demanded.keySet()) : List.of(),
                demanded.keySet().stream()
                        .filter(alert -> !sink.knows(alert))
                        .map(UUID::toString)
                        .toList(),
                differences(topics.rows(), TableRows.read(jdbi)));
    }

    private static int count(Arrived arrived, String place) {
        return (int) arrived.places().values().stream()
                .flatMap(List::stream)
                .filter(each -> each.startsWith(place))
                .count();
    }

    /// What counts for the alerts: what was acknowledged, and what arrived though it was not.
    private Map<UUID, List<Reading>> readings(Arrived arrived) {
        var byPatient = new HashMap<UUID, List<Reading>>();
        notes.entries().forEach((key, entry) -> {
            var patient = patients.get(key.device());
            var counts = (brokerMayLose ? entry.receipted() : entry.isConfirmed())
                    || arrived.places().containsKey(key);
            if (patient != null && counts && !entry.sample().isFlawed()) {
                byPatient
                        .computeIfAbsent(patient, _ -> new ArrayList<>())
                        .add(entry.sample().reading(key.device()));
            }
        });
        return byPatient;
    }

    private static void compare(
            Map<UUID, RaisedAlert> demanded,
            Map<UUID, RaisedAlert> raised,
            List<String> missed,
            List<String> spurious) {
        demanded.forEach((id, alert) -> {
            if (!alert.equals(raised.get(id))) {
                missed.add(alert + " but " + raised.get(id));
            }
        });
        raised.forEach((id, alert) -> {
            if (!demanded.containsKey(id)) {
                spurious.add(alert.toString());
            }
        });
    }

    private List<String> undelivered(Set<UUID> alerts) throws InterruptedException {
        var unseen = new ArrayList<String>();
        for (var alert : alerts) {
            if (!clinic.shows(alert)) {
                unseen.add(alert.toString());
            }
        }
        return unseen;
    }

    private static List<String> differences(Map<String, String> topics, Map<String, String> tables) {
        var keys = new HashSet<>(topics.keySet());
        keys.addAll(tables.keySet());
        return keys.stream()
                .filter(key -> !topics.getOrDefault(key, "nothing").equals(tables.getOrDefault(key, "nothing")))
                .map(key -> key + ": topics " + topics.get(key) + ", database " + tables.get(key))
                .toList();
    }
}
