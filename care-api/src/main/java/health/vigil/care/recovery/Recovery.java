package health.vigil.care.recovery;

import health.vigil.care.outbox.Outbox;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Routes;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.wire.Wire;
import io.javalin.http.HttpResponseException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/// Getting back what was rejected or held, one by one or all that match.
public final class Recovery {

    private final Items items;
    private final Decisions decisions;
    private final Outcomes outcomes;

    public Recovery(Jdbi jdbi, Outbox outbox, KafkaSettings kafka, Wire wire, Clock clock) {
        var originals = new Originals(wire);
        this.items = new Items(jdbi);
        this.decisions = new Decisions(jdbi, outbox, originals, clock);
        this.outcomes = new Outcomes(jdbi, outbox, originals, kafka, wire, clock);
    }

    /// Starts to write down what becomes of what is replayed.
    public void start(Telemetry telemetry, Lifecycle lifecycle) {
        outcomes.start(telemetry, lifecycle);
    }

    public List<Routes> routes(Assets assets) {
        return List.of(new RecoveryRoutes(this), new RecoveryPageRoutes(this, assets));
    }

    Items items() {
        return items;
    }

    Decisions decisions() {
        return decisions;
    }

    /// What became of one page of all that match.
    ///
    /// @param refused items that did not take the decision, e.g. since somebody was faster
    /// @param next empty when there are no more
    record Progress(int decided, int refused, Optional<String> next) {}

    /// Decides the same of a page of open items that match. Each is a transaction of its own.
    Progress decideAll(Place place, Filter filter, Cursor after, int limit, Consumer<UUID> decision) {
        var open = new Filter(filter.device(), filter.reason(), Optional.of(ItemState.OPEN));
        var page = items.page(place, open, after, limit);
        var refused = 0;
        for (var item : page) {
            try {
                decision.accept(item.itemId());
            } catch (HttpResponseException | InvalidRequestException _) {
                refused++;
            }
        }
        var next = page.size() < limit
                ? Optional.<String>empty()
                : Optional.of(Cursor.of(page.getLast()).text());
        return new Progress(page.size() - refused, refused, next);
    }
}
