package health.vigil.local.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Where each reading is in the database: stored, held or rejected.
///
/// @param places by device and number, `stored ID`, `held ID` or `rejected`; a reading in order has exactly one
record Arrived(Map<Published.Key, List<String>> places) {

    static final String REJECTED = "rejected";

    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param published to tell the number of what is held, of which the table has no column
    static Arrived in(Jdbi jdbi, Published published) {
        var places = new HashMap<Published.Key, List<String>>();
        jdbi.useHandle(handle -> {
            handle.createQuery("select device_id, coalesce(sequence, -1), reading_id, status from vitals.reading")
                    .map((row, _) -> Map.entry(
                            new Published.Key(row.getObject(1, UUID.class), row.getLong(2)),
                            row.getString(4).equals("FINAL") ? stored(row.getObject(3, UUID.class)) : "not valid"))
                    .forEach(each -> add(places, each.getKey(), each.getValue()));
            handle.createQuery("select device_id, raw from vitals.rejected")
                    .map((row, _) -> new Published.Key(row.getObject(1, UUID.class), number(row.getBytes(2))))
                    .forEach(key -> add(places, key, REJECTED));
            var numbers = numbers(published);
            handle.createQuery("select device_id, reading_id from vitals.held")
                    .map((row, _) -> List.of(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                    .forEach(ids -> add(
                            places,
                            new Published.Key(ids.getFirst(), numbers.getOrDefault(ids.getLast(), -1L)),
                            held(ids.getLast())));
        });
        return new Arrived(places);
    }

    static String stored(UUID reading) {
        return "stored " + reading;
    }

    static String held(UUID reading) {
        return "held " + reading;
    }

    private static void add(Map<Published.Key, List<String>> places, Published.Key key, String place) {
        places.computeIfAbsent(key, _ -> new ArrayList<>()).add(place);
    }

    private static Map<UUID, Long> numbers(Published published) {
        var numbers = new HashMap<UUID, Long>();
        published
                .entries()
                .forEach((key, entry) ->
                        numbers.put(entry.sample().reading(key.device()).id(), key.number()));
        return numbers;
    }

    private static long number(byte[] raw) {
        try {
            return JSON.readTree(new String(raw, StandardCharsets.UTF_8))
                    .path("seq")
                    .asLong(-1);
        } catch (JsonProcessingException _) {
            // Not as any device sent it.
            return -1;
        }
    }
}
