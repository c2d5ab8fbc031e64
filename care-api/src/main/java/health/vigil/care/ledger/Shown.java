package health.vigil.care.ledger;

import health.vigil.kit.http.InvalidRequestException;
import java.util.Arrays;
import java.util.Locale;

/// Which entries are asked for.
public enum Shown {
    ALL,
    DIFFERENCES,
    /// Devices of whose numbered readings some are missing.
    GAPS;

    static Shown of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.code().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("show", "show must be all, differences or gaps."));
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
