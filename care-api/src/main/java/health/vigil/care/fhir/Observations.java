package health.vigil.care.fhir;

import health.vigil.care.fhir.ObservationQuery.Bound;
import health.vigil.care.fhir.ObservationQuery.Component;
import health.vigil.care.fhir.ObservationQuery.Value;
import health.vigil.care.readings.ReadingRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Finds stored readings for FHIR.
final class Observations {

    private static final String COLUMNS = """
            r.patient_id, r.reading_id, r.device_id, r.kind, r.measured_at, r.received_at,
            coalesce(r.revised_at, r.received_at) as revised_at, r.status, r.clock_suspect, r.out_of_range, r.systolic,
            r.diastolic, r.mean_arterial_pressure, r.pulse, r.glucose, r.weight
            """;

    private final Jdbi jdbi;

    Observations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Where a page goes on: behind this reading.
    record Place(Instant measuredAt, UUID readingId) {}

    Optional<StoredObservation> find(ObservationId id) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + """
                        , p.zone from vitals.reading r join care.patient p using (patient_id)
                        where r.patient_id = :patient and r.reading_id = :reading
                        """)
                .bind("patient", id.patientId())
                .bind("reading", id.readingId())
                .map((row, _) -> StoredObservation.of(row))
                .findFirst());
    }

    /// In the order of the search, behind that place.
    ///
    /// @param limit at most so many
    List<StoredObservation> search(ObservationQuery query, @Nullable Place after, int limit) {
        if (query.kinds().isEmpty()) {
            return List.of();
        }
        var bindings = new LinkedHashMap<String, Object>();
        var conditions = conditions(query, after, bindings);
        var direction = query.oldestFirst() ? "asc" : "desc";
        // A range of the index for each kind.
        var ranges = query.kinds().stream()
                .map(kind -> """
                        (select %s from vitals.reading r
                        where r.patient_id = :patient and r.kind = '%s' %s
                        order by r.measured_at %4$s, r.reading_id %4$s limit :limit)
                        """.formatted(COLUMNS, kind.code(), conditions, direction))
                .collect(Collectors.joining(" union all "));
        var sql = """
                select found.*, p.zone
                from (%s) found join care.patient p using (patient_id)
                order by found.measured_at %2$s, found.reading_id %2$s limit :limit
                """.formatted(ranges, direction);
        return jdbi.withHandle(handle -> {
            var statement =
                    handle.createQuery(sql).bind("patient", query.patient()).bind("limit", limit);
            bindings.forEach((name, value) -> {
                if (value instanceof Object[] array) {
                    statement.bindArray(name, array[0].getClass(), array);
                } else {
                    statement.bind(name, value);
                }
            });
            return statement.map((row, _) -> StoredObservation.of(row)).list();
        });
    }

    /// Every value is bound; what is written into the statement comes from enums.
    private static String conditions(ObservationQuery query, @Nullable Place after, Map<String, Object> bindings) {
        var conditions = new ArrayList<String>();
        conditions.add("r.status = any(:statuses)");
        bindings.put(
                "statuses",
                query.statuses().isEmpty()
                        ? new String[] {""}
                        : query.statuses().toArray(String[]::new));
        bounds("r.measured_at", query.measured(), conditions, bindings);
        bounds("coalesce(r.revised_at, r.received_at)", query.revised(), conditions, bindings);
        for (var component : query.components()) {
            conditions.add(component(component, bindings));
        }
        var readings = query.readings();
        if (readings != null) {
            conditions.add("r.reading_id = any(:readings)");
            bindings.put("readings", readings.isEmpty() ? new UUID[] {new UUID(0, 0)} : readings.toArray(UUID[]::new));
        }
        if (after != null) {
            conditions.add("(r.measured_at, r.reading_id) %s (:afterTime, :afterId)"
                    .formatted(query.oldestFirst() ? ">" : "<"));
            bindings.put("afterTime", after.measuredAt());
            bindings.put("afterId", after.readingId());
        }
        return conditions.stream().map(condition -> "and " + condition).collect(Collectors.joining("\n"));
    }

    private static void bounds(
            String column, List<Bound> bounds, List<String> conditions, Map<String, Object> bindings) {
        for (var bound : bounds) {
            conditions.add(range(column, bound.from(), bound.to(), bound.outside(), bindings));
        }
    }

    private static String component(Component component, Map<String, Object> bindings) {
        return component.values().stream()
                .map(value -> value(value, bindings))
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private static String value(Value value, Map<String, Object> bindings) {
        var column = "r." + ReadingRow.column(value.metric());
        return "(%s is not null and %s)"
                .formatted(column, range(column, value.from(), value.to(), value.outside(), bindings));
    }

    private static String range(
            String column, @Nullable Object from, @Nullable Object to, boolean outside, Map<String, Object> bindings) {
        var sides = new ArrayList<String>();
        if (from != null) {
            sides.add(column + " >= " + name(from, bindings));
        }
        if (to != null) {
            sides.add(column + " < " + name(to, bindings));
        }
        var within = sides.isEmpty() ? "true" : String.join(" and ", sides);
        return outside ? "not (" + within + ")" : within;
    }

    private static String name(Object value, Map<String, Object> bindings) {
        var name = "b" + bindings.size();
        bindings.put(name, value);
        return ":" + name;
    }
}
