package health.vigil.care.fhir;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The logical id of an Observation: the patient's and the reading's, since a reading that was given to another patient
/// is one Observation of each. 64 characters, as long as an id may be.
record ObservationId(UUID patientId, UUID readingId) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    static Optional<ObservationId> parse(String id) {
        return HEX.matcher(id).matches()
                ? Optional.of(new ObservationId(uuid(id.substring(0, 32)), uuid(id.substring(32))))
                : Optional.empty();
    }

    private static UUID uuid(String hex) {
        return new UUID(
                Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    @Override
    public String toString() {
        return hex(patientId) + hex(readingId);
    }
}
