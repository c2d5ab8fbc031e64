package health.vigil.local.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which are meant.
final class FilterOptions {

    @Option(names = "--device", paramLabel = "ID", description = "Only those of that device.")
    private @Nullable UUID device;

    @Option(names = "--reason", paramLabel = "CODE", description = "Only those with that reason, e.g. unit-invalid.")
    private String reason = "";

    /// As parameters of a query.
    String query() {
        return "device=%s&reason=%s".formatted(device == null ? "" : device, URLEncoder.encode(reason, UTF_8));
    }
}
