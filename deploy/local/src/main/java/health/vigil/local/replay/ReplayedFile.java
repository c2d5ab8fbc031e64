package health.vigil.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.local.client.VigilApi;
import health.vigil.local.device.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// One file, played by a device of its own, registered for a patient of its own.
final class ReplayedFile implements AutoCloseable {

    /// Assigned from long ago, so that old readings find their patient.
    private static final String ALWAYS = "1900-01-01T00:00:00Z";

    private final UUID deviceId;
    private final VigilApi api;
    private final Set<UUID> known;
    private final Device device;

    ReplayedFile(VigilApi api, String mqtt, RecordingFormat format, Path file, String zone, List<Line> lines)
            throws IOException, InterruptedException {
        var name = file.getFileName().toString();
        this.api = api;
        this.deviceId = NameBased.uuid("replay", format.option(), name);
        var patientId = NameBased.uuid("replayed patient", format.option(), name);
        api.put("/api/patients/" + patientId, Map.of("familyName", name, "givenName", "Recorded", "zone", zone));
        var secret = api.put("/api/devices/" + deviceId, Map.of("label", format.option() + " " + name))
                .path("secret")
                .asText();
        api.put(
                "/api/devices/%s/assignments/%s".formatted(deviceId, NameBased.uuid("assignment", deviceId)),
                Map.of("patientId", patientId, "from", ALWAYS));
        this.known = places();
        this.device = new Device(mqtt, deviceId, secret, Device.Until.RECEIPT);
        for (var line : lines) {
            if (line instanceof Line.Message(String payload)) {
                device.publish(payload);
            }
        }
    }

    Device device() {
        return device;
    }

    /// The ids of the accepted readings, by the receipts.
    private Set<UUID> accepted() {
        var ids = new HashSet<UUID>();
        receipts().filter(ReplayedFile::isAccepted).forEach(receipt -> ids.add(reading(receipt)));
        return ids;
    }

    private Stream<JsonNode> receipts() {
        return device.receipts().values().stream().flatMap(List::stream);
    }

    private static boolean isAccepted(JsonNode receipt) {
        return receipt.path("outcome").asText().equals("accepted");
    }

    private static UUID reading(JsonNode receipt) {
        return UUID.fromString(receipt.path("reading").asText());
    }

    private Set<UUID> places() throws IOException, InterruptedException {
        return Set.copyOf(whereabouts().keySet());
    }

    private Map<UUID, String> whereabouts() throws IOException, InterruptedException {
        return Whereabouts.of(api, deviceId);
    }

    /// Whether every accepted reading is in the database.
    boolean isSettled() throws IOException, InterruptedException {
        return places().containsAll(accepted());
    }

    void addTo(Tally tally) throws IOException, InterruptedException {
        tally.published += device.published();
        tally.acknowledged += device.acknowledged().size();
        tally.refused += device.refused().size();
        receipts()
                .filter(receipt -> !isAccepted(receipt))
                .forEach(receipt -> tally.rejected.merge(receipt.path("reason").asText(), 1, Integer::sum));
        var places = whereabouts();
        var fresh = accepted();
        fresh.removeAll(known);
        for (var id : fresh) {
            switch (places.getOrDefault(id, "")) {
                case "stored" -> tally.stored++;
                case "held", "dismissed", "moved" -> tally.held++;
                default -> tally.onTheWay++;
            }
        }
        tally.duplicates += (int) receipts().filter(ReplayedFile::isAccepted).count() - fresh.size();
    }

    @Override
    public void close() {
        device.close();
    }
}
