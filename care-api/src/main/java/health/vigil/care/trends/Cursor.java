package health.vigil.care.trends;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/// Where the next page begins: behind this reading.
record Cursor(Instant measuredAt, UUID readingId) {

    static final Cursor START = new Cursor(Instant.parse("0001-01-01T00:00:00Z"), new UUID(0, 0));

    String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((measuredAt + "," + readingId).getBytes(UTF_8));
    }

    static Cursor decode(String text) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(",", 2);
            var measuredAt = Instant.parse(parts[0]);
            if (Requests.isOfThisAge(measuredAt)) {
                return new Cursor(measuredAt, UUID.fromString(parts[1]));
            }
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            // Refused below, like a time of another age.
        }
        throw new InvalidRequestException("after", "after must be the value of next in the page before.");
    }
}
