package health.vigil.local.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a file of recorded data, line by line. What is malformed stays malformed: dealing with it is the gateway's
/// work.
final class Recording {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

    /// Turns local times into the device's, with its zone's offset, moved by whole days where asked for.
    record Times(ZoneId zone, long days) {

        String tell(LocalDateTime local) {
            return local.plusDays(days).atZone(zone).toOffsetDateTime().toString();
        }
    }

    private Recording() {}

    static List<Line> read(RecordingFormat format, Path file, ZoneId zone, Optional<LocalDateTime> now)
            throws IOException {
        var text = Files.readAllLines(file);
        var untouched = new Times(zone, 0);
        var parsed = format.parse(text);
        var last = parsed.stream().flatMap(record -> record.time().stream()).max(LocalDateTime::compareTo);
        var times = now.isEmpty() || last.isEmpty() ? untouched : new Times(zone, daysUntil(last.get(), now.get()));
        var lines = new ArrayList<Line>();
        for (var record : parsed) {
            lines.add(record.line(times));
        }
        return lines;
    }

    /// Whole days, so that the time of day stays; the last reading is then less than a day old.
    private static long daysUntil(LocalDateTime last, LocalDateTime now) {
        var days = now.toLocalDate().toEpochDay() - last.toLocalDate().toEpochDay();
        return last.toLocalTime().isAfter(now.toLocalTime()) ? days - 1 : days;
    }

    /// What a format makes of a line: skipped, or a reading with its local time where that is one.
    record Parsed(Optional<LocalDateTime> time, String timeAsWritten, Optional<String> skipped, ObjectNode fields) {

        static Parsed skipped(String why) {
            return new Parsed(Optional.empty(), "", Optional.of(why), JSON.createObjectNode());
        }

        static Parsed reading(String type, Optional<LocalDateTime> time, String timeAsWritten) {
            var fields = JSON.createObjectNode().put("type", type);
            return new Parsed(time, timeAsWritten, Optional.empty(), fields);
        }

        /// A number as a number; anything else as it is written.
        Parsed with(String field, String value) {
            if (NUMBER.matcher(value).matches()) {
                fields.put(field, new BigDecimal(value));
            } else {
                fields.put(field, value);
            }
            return this;
        }

        Line line(Times times) {
            if (skipped.isPresent()) {
                return new Line.Skipped(skipped.get());
            }
            fields.put("measuredAt", time.map(times::tell).orElse(timeAsWritten));
            try {
                return new Line.Message(JSON.writeValueAsString(fields));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    static Optional<LocalDateTime> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// Day numbers of a study whose calendar days are not recorded count from here.
    static final LocalDate DAY_ZERO = LocalDate.of(2019, 1, 1);
}
