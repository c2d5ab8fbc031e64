package health.vigil.clinical.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/// Name-based UUIDs (RFC 9562, version 3): the same parts always give the same id, so nothing needs to remember which
/// ids it gave out.
public final class NameBased {

    private NameBased() {}

    public static UUID uuid(Object... parts) {
        var name = new StringBuilder();
        for (var part : parts) {
            var text = part.toString();
            // The length keeps ("a|b", "c") and ("a", "b|c") apart.
            name.append(text.length()).append(':').append(text).append('|');
        }
        return UUID.nameUUIDFromBytes(name.toString().getBytes(UTF_8));
    }
}
