package health.vigil.care.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.kit.http.Json;
import health.vigil.kit.sight.Sight;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Reads alerts and care teams. Before the alert service ran for the first time there are none.
public final class Alerts {

    private static final int MOST = 500;

    private final Jdbi jdbi;

    public Alerts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private <T> T ifThere(Function<Handle, T> query, T otherwise) {
        return jdbi.withHandle(handle -> handle.createQuery("select to_regclass('alerts.notice') is not null")
                        .mapTo(Boolean.class)
                        .one()
                ? query.apply(handle)
                : otherwise);
    }

    /// Alerts that began from a moment (inclusive) to another (exclusive), the latest first, [#MOST] at most.
    public List<Alert> of(UUID patient, Instant from, Instant to) {
        return ifThere(
                handle -> handle.createQuery("""
                                select severity, first_at, cleared_at, worst_text as worst, reason, state, outcome,
                                    acknowledged_by, resolved_by, note
                                from alerts.alert
                                where patient_id = :patient and first_at >= :from and first_at < :to
                                    and state not in ('withdrawn', 'superseded')
                                order by first_at desc limit :most
                                """)
                        .bind("patient", patient)
                        .bind("from", from)
                        .bind("to", to)
                        .bind("most", MOST)
                        .map(ConstructorMapper.of(Alert.class))
                        .list(),
                List.of());
    }

    /// How many alerts each patient has that nobody has resolved; who has none is absent.
    public Map<UUID, Integer> open() {
        return ifThere(
                handle -> handle.createQuery("""
                                select patient_id, count(*) as open from alerts.alert
                                where state in ('raised', 'notifying', 'acknowledged', 'snoozed')
                                group by patient_id
                                """).reduceRows(new HashMap<>(), (open, row) -> {
                    open.put(row.getColumn("patient_id", UUID.class), row.getColumn("open", Integer.class));
                    return open;
                }),
                Map.of());
    }

    /// The names of the care teams.
    public Map<UUID, String> teams() {
        return ifThere(
                handle -> handle.createQuery("""
                                select distinct on (team_id) team_id, document from alerts.team
                                where team_id <> :watchdog order by team_id, version desc
                                """)
                        .bind("watchdog", Sight.WATCHDOG)
                        .reduceRows(new LinkedHashMap<>(), (teams, row) -> {
                            teams.put(
                                    row.getColumn("team_id", UUID.class),
                                    json(row.getColumn("document", String.class))
                                            .path("name")
                                            .asText());
                            return teams;
                        }),
                Map.of());
    }

    private static JsonNode json(String document) {
        try {
            return Json.MAPPER.readTree(document);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a team's document is no JSON", failure);
        }
    }
}
