package health.vigil.local.recorded;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/// What the recorded files say, read without any of the product's code.
final class RecordedFiles {

    static final ZoneId ZONE = ZoneId.of("America/Chicago");

    /// A valid reading: values in mg/dL, mm[Hg] and /min, or kg; HI and LO in place of a number.
    record Expected(String file, Instant at, List<String> values) {}

    /// A line that is no reading, with what of it must still be there.
    record Refused(String file, String reason, String time, String value) {}

    final List<Expected> readings = new ArrayList<>();
    final List<Refused> refused = new ArrayList<>();

    /// The folder with the recorded data.
    static Path folder() {
        var folder = Path.of(System.getProperty("vigil.recorded.data", "../../../shared/data"));
        if (!Files.isDirectory(folder)) {
            if ("true".equals(System.getenv("CI"))) {
                fail("the recorded data are missing: no folder "
                        + folder.toAbsolutePath().normalize());
            }
            assumeTrue(
                    false,
                    "skipped: the recorded data are not in "
                            + folder.toAbsolutePath().normalize());
        }
        return folder;
    }

    static RecordedFiles all(Path folder) {
        var files = new RecordedFiles();
        glucoseFiles(folder).forEach(files::readGlucose);
        files.readBloodPressure(folder.resolve("bp-home/readings.csv"));
        files.readWeight(folder.resolve("weight-home/readings.csv"));
        return files;
    }

    static List<Path> glucoseFiles(Path folder) {
        try (var files = Files.list(folder.resolve("glucose-aim94"))) {
            return files.sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void readGlucose(Path file) {
        var name = file.getFileName().toString();
        for (var line : lines(file)) {
            var fields = line.split("\t", -1);
            if (line.isBlank()) {
                continue;
            }
            var time = fields[0] + "T" + fields[1];
            var value = fields[3];
            var proper = fields[0].matches("\\d\\d-\\d\\d-\\d{4}") && fields[1].matches("\\d?\\d:\\d\\d");
            if (!proper) {
                // A device sends digits as a number, so leading zeros are gone.
                var sent = value.matches("\\d+") ? Integer.toString(Integer.parseInt(value)) : value;
                refused.add(new Refused(name, "time-invalid", time, sent));
            } else if (value.isBlank()) {
                refused.add(new Refused(
                        name,
                        "value-missing",
                        local(fields).atZone(ZONE).toOffsetDateTime().toString(),
                        ""));
            } else if (isGlucose(Integer.parseInt(fields[2]))) {
                glucose(name, local(fields), value);
            }
        }
    }

    private void glucose(String file, LocalDateTime time, String value) {
        var at = time.atZone(ZONE);
        switch (value) {
            case "0Hi" -> readings.add(new Expected(file, at.toInstant(), List.of("HIGH")));
            case "0Lo" -> readings.add(new Expected(file, at.toInstant(), List.of("LOW")));
            default -> {
                var number = value.matches("\\d+") ? Integer.parseInt(value) : -1;
                if (number >= 10 && number <= 600) {
                    readings.add(new Expected(file, at.toInstant(), List.of(number + ".0")));
                } else {
                    var reason = number < 0 ? "value-invalid" : "implausible";
                    var shown = number < 0 ? value : Integer.toString(number);
                    refused.add(new Refused(file, reason, at.toOffsetDateTime().toString(), shown));
                }
            }
        }
    }

    static LocalDateTime local(String[] fields) {
        return LocalDateTime.parse(
                fields[0] + " " + fields[1], DateTimeFormatter.ofPattern("MM-dd-yyyy H:mm", Locale.ROOT));
    }

    private static boolean isGlucose(int code) {
        return code == 48 || (code >= 57 && code <= 64);
    }

    void readBloodPressure(Path file) {
        lines(file).stream().skip(1).forEach(line -> {
            var fields = line.split(",", -1);
            var at = LocalDateTime.parse(fields[0]).atZone(ZONE).toInstant();
            readings.add(
                    new Expected("readings.csv", at, List.of(fields[1] + ".0", fields[2] + ".0", fields[3] + ".0")));
        });
    }

    /// The first reading of a day is at 07:00, each further one ten minutes later, as the command's help says.
    void readWeight(Path file) {
        var earlier = new HashMap<String, Integer>();
        lines(file).stream().skip(1).forEach(line -> {
            var fields = line.split(",", -1);
            var nth = earlier.merge(fields[0], 1, Integer::sum) - 1;
            var at = LocalDate.of(2019, 1, 1)
                    .plusDays(Long.parseLong(fields[0]))
                    .atTime(7, 10 * nth)
                    .atZone(ZONE)
                    .toInstant();
            readings.add(new Expected("readings.csv", at, List.of(Double.toString(Double.parseDouble(fields[1])))));
        });
    }
}
