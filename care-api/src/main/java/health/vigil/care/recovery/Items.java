package health.vigil.care.recovery;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/// What is rejected or held, with what was decided of it.
final class Items {

    private static final String COLUMNS = """
            select item.*, coalesce(recovery.state, 'OPEN') as state
            """;

    private final Jdbi jdbi;

    Items(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Newest first.
    List<Item> page(Place place, Filter filter, Cursor after, int limit) {
        return jdbi.withHandle(handle -> matching(handle, place, filter, COLUMNS, """
                        and (item.received_at, item.item_id) < (:afterAt, :afterId)
                        order by item.received_at desc, item.item_id desc limit :limit
                        """)
                .bind("afterAt", after.receivedAt())
                .bind("afterId", after.itemId())
                .bind("limit", limit)
                .map(ConstructorMapper.of(Item.class))
                .list());
    }

    int count(Place place, Filter filter) {
        return jdbi.withHandle(handle -> matching(handle, place, filter, "select count(*) ", "")
                .mapTo(Integer.class)
                .one());
    }

    Optional<Item> find(Place place, UUID id) {
        return jdbi.withHandle(handle -> find(handle, place, id));
    }

    static Optional<Item> find(Handle handle, Place place, UUID id) {
        return matching(handle, place, Filter.ALL, COLUMNS, "and item.item_id = :id")
                .bind("id", id)
                .map(ConstructorMapper.of(Item.class))
                .findOne();
    }

    private static Query matching(Handle handle, Place place, Filter filter, String columns, String rest) {
        return handle.createQuery(columns + " from (" + place.rows() + ") item " + """
                        left join care.recovery on recovery.place = :place and recovery.item_id = item.item_id
                        where (cast(:device as uuid) is null or item.device_id = :device)
                        and (cast(:reason as text) is null or item.reason = :reason)
                        and (cast(:state as text) is null or coalesce(recovery.state, 'OPEN') = :state)
                        """ + rest)
                .bind("place", place.name())
                .bind("device", filter.device().orElse(null))
                .bind("reason", filter.reason().orElse(null))
                .bind("state", filter.state().map(ItemState::name).orElse(null));
    }

    /// Oldest first.
    List<Step> steps(Place place, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select at, who, step, note from care.recovery_step
                        where place = :place and item_id = :id order by step_id
                        """)
                .bind("place", place.name())
                .bind("id", id)
                .map(ConstructorMapper.of(Step.class))
                .list());
    }
}
