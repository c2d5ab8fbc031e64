package health.vigil.alerts.worklist;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.http.InvalidRequestException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/// Where a page of a list ended: the next one begins after it, whatever has come or gone in between.
///
/// @param rank of the severity, 1 is critical
/// @param over 1 when the value is back, otherwise 0
/// @param age the negated second, with fractions, of the latest reading: the newest first
record Place(int rank, int over, BigDecimal age, UUID alert) {

    private static final Pattern AGE = Pattern.compile("-?\\d{1,18}(\\.\\d{1,9})?");

    String cursor() {
        var text = "%d|%d|%s|%s".formatted(rank, over, age.toPlainString(), alert);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /// @throws InvalidRequestException when it is no cursor
    static Place of(String cursor) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split("\\|", -1);
            if (parts.length == 4 && AGE.matcher(parts[2]).matches()) {
                return new Place(
                        Integer.parseInt(parts[0]),
                        Integer.parseInt(parts[1]),
                        new BigDecimal(parts[2]),
                        UUID.fromString(parts[3]));
            }
        } catch (IllegalArgumentException _) {
            // Refused below, like one with other parts.
        }
        throw new InvalidRequestException("after", "after must be the 'next' of the page before.");
    }
}
