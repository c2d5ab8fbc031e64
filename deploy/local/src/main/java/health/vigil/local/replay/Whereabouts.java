package health.vigil.local.replay;

import health.vigil.local.client.VigilApi;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Where the readings of a device are, page by page.
final class Whereabouts {

    private static final int PAGE = 5000;

    private Whereabouts() {}

    static Map<UUID, String> of(VigilApi api, UUID device) throws IOException, InterruptedException {
        var places = new HashMap<UUID, String>();
        var after = "00000000-0000-0000-0000-000000000000";
        while (true) {
            var page = api.get("/api/devices/%s/readings?limit=%d&after=%s".formatted(device, PAGE, after))
                    .path("readings");
            for (var reading : page) {
                after = reading.path("readingId").asText();
                places.put(UUID.fromString(after), reading.path("place").asText());
            }
            if (page.size() < PAGE) {
                return places;
            }
        }
    }
}
