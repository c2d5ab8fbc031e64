package health.vigil.care.recovery;

import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;

/// The last item of a page; the next page begins behind it.
record Cursor(Instant receivedAt, UUID itemId) {

    /// Before all, since pages go from the newest to the oldest.
    static final Cursor FIRST = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    static Cursor parse(String text) {
        var parts = text.split("_", 2);
        try {
            if (parts.length == 2) {
                return new Cursor(Instant.parse(parts[0]), Requests.uuid("after", parts[1]));
            }
        } catch (DateTimeException _) {
            // Refused below, like a cursor of another shape.
        }
        throw new InvalidRequestException("after", "after must be the 'next' of the page before.");
    }

    static Cursor of(Item item) {
        return new Cursor(item.receivedAt(), item.itemId());
    }

    String text() {
        return receivedAt + "_" + itemId;
    }
}
