package health.vigil.care.recovery;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// A page of the list.
///
/// @param total of all pages
/// @param next empty on the last page
public record ItemList(Place place, Filter filter, int total, List<Item> items, String next) {

    public String device() {
        return filter.device().map(UUID::toString).orElse("");
    }

    public String reason() {
        return filter.reason().orElse("");
    }

    /// As in the query.
    public String state() {
        return filter.state()
                .map(state -> state.name().toLowerCase(Locale.ROOT))
                .orElse("all");
    }
}
