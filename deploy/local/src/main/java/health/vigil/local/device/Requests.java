package health.vigil.local.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// What a device is asked for, and what it says of itself: that it is there, and which request it got last.
final class Requests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID device;
    private final Consumer<Device.Request> asked;
    private volatile Optional<UUID> lastGot = Optional.empty();

    Requests(UUID device, Consumer<Device.Request> asked) {
        this.device = device;
        this.asked = asked;
    }

    /// Where they come.
    String topic() {
        return "vigil-requests/" + device;
    }

    String statusTopic() {
        return "vigil/" + device + "/status";
    }

    /// Takes one. It comes more than once, and again at each connection: it is told once.
    ///
    /// @return false where it was taken back: there is nothing to tell
    boolean take(byte[] payload) throws IOException {
        if (payload.length == 0) {
            return false;
        }
        var body = JSON.readTree(payload);
        var request = new Device.Request(
                UUID.fromString(body.path("request").asText()),
                body.path("measure").asText(),
                Instant.parse(body.path("expiresAt").asText()));
        if (!lastGot.equals(Optional.of(request.request()))) {
            asked.accept(request);
            lastGot = Optional.of(request.request());
        }
        return true;
    }

    /// With the last request that it got, every time: only the last status is kept.
    byte[] status(String word) {
        var status = JSON.createObjectNode().put("status", word);
        lastGot.ifPresent(request -> status.put("acknowledged", request.toString()));
        return status.toString().getBytes(UTF_8);
    }
}
