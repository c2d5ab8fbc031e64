package health.vigil.care.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Many devices as CSV: a header, then `label` and, where wanted, `device_id` and `patient_id`.
final class DeviceList {

    private static final String EMPTY = "Send a header (label, device_id, patient_id) and a line a device.";
    private static final int MOST = 10_000;
    private static final int LONGEST = 200;

    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.TRIM_SPACES).build();

    /// @param deviceId a new one where the list names none
    record Line(UUID deviceId, String label, Optional<UUID> patientId) {}

    private DeviceList() {}

    /// @throws InvalidRequestException where a line is none; the sentence names it
    static List<Line> read(byte[] csv) {
        var lines = new ArrayList<Line>();
        if (csv.length == 0) {
            throw new InvalidRequestException("body", EMPTY);
        }
        try (MappingIterator<Map<String, String>> rows = CSV.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(csv)) {
            while (rows.hasNext()) {
                lines.add(line(rows.next(), lines.size() + 2));
                if (lines.size() > MOST) {
                    throw new InvalidRequestException("body", "A list holds " + MOST + " devices at most.");
                }
            }
        } catch (JsonProcessingException | RuntimeJsonMappingException _) {
            throw new InvalidRequestException("body", "Line " + (lines.size() + 2) + " is no CSV like its header.");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (lines.isEmpty()) {
            throw new InvalidRequestException("body", EMPTY);
        }
        return lines;
    }

    private static Line line(Map<String, String> row, int number) {
        try {
            return new Line(
                    uuid(row, "device_id").orElseGet(UUID::randomUUID),
                    Requests.required("label", Optional.ofNullable(row.get("label")), LONGEST),
                    uuid(row, "patient_id"));
        } catch (InvalidRequestException wrong) {
            throw new InvalidRequestException("body", "Line " + number + ": " + wrong.getMessage());
        }
    }

    private static Optional<UUID> uuid(Map<String, String> row, String column) {
        return Optional.ofNullable(row.get(column))
                .filter(text -> !text.isBlank())
                .map(text -> Requests.uuid(column, text));
    }
}
