package health.vigil.local.replay;

import health.vigil.local.replay.Recording.Parsed;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files that can be replayed.
enum RecordingFormat {
    /// Glucose, insulin and events, tab-separated: date MM-DD-YYYY, time H:MM, code, value (AIM-94).
    AIM94 {
        @Override
        List<Parsed> parse(List<String> lines) {
            return lines.stream().map(RecordingFormat::aim94).toList();
        }
    },
    /// Comma-separated, with a header: local time, systolic, diastolic, pulse.
    BP_CSV {
        @Override
        List<Parsed> parse(List<String> lines) {
            return lines.stream().skip(1).map(RecordingFormat::bloodPressure).toList();
        }
    },
    /// Comma-separated, with a header: day number, kg. Days count from 2019-01-01; the readings of a day are at 07:00
    /// and every ten minutes after.
    WEIGHT_CSV {
        @Override
        List<Parsed> parse(List<String> lines) {
            var sameDay = new HashMap<String, Integer>();
            return lines.stream().skip(1).map(line -> weight(line, sameDay)).toList();
        }
    };

    private static final Pattern DATE = Pattern.compile("(\\d\\d)-(\\d\\d)-(\\d{4})");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d\\d)");

    abstract List<Parsed> parse(List<String> lines);

    /// As on the command line.
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Parsed aim94(String line) {
        if (line.isBlank()) {
            return Parsed.skipped("blank line");
        }
        var fields = line.split("\t", -1);
        if (fields.length != 4) {
            return Parsed.reading("glucose", Optional.empty(), line);
        }
        var time = localTime(fields[0], fields[1]);
        var value = fields[3].strip();
        // What is no proper record goes out as it is: only a proper record is known not to be glucose.
        if (time.isPresent() && !value.isEmpty() && !isGlucose(fields[2])) {
            return Parsed.skipped(what(fields[2]));
        }
        var reading = Parsed.reading("glucose", time, fields[0] + "T" + fields[1])
                .with("value", meterDisplay(value))
                .with("unit", "mg/dL");
        return meal(fields[2]).map(meal -> reading.with("meal", meal)).orElse(reading);
    }

    private static Optional<LocalDateTime> localTime(String date, String time) {
        var day = DATE.matcher(date);
        var clock = TIME.matcher(time);
        if (!day.matches() || !clock.matches()) {
            return Optional.empty();
        }
        var hour = clock.group(1).length() == 1 ? "0" + clock.group(1) : clock.group(1);
        return Recording.time(
                "%s-%s-%sT%s:%s".formatted(day.group(3), day.group(1), day.group(2), hour, clock.group(2)));
    }

    private static boolean isGlucose(String code) {
        return switch (code) {
            case "48", "57", "58", "59", "60", "61", "62", "63", "64" -> true;
            default -> false;
        };
    }

    private static String what(String code) {
        return switch (code) {
            case "33", "34", "35" -> "insulin dose";
            case "65", "66", "67", "68", "69", "70", "71", "72" -> "event";
            default -> "code " + code + ", not glucose";
        };
    }

    private static Optional<String> meal(String code) {
        return switch (code) {
            // Before breakfast is after the night's fast.
            case "58" -> Optional.of("fasting");
            case "60", "62", "64" -> Optional.of("before-meal");
            case "59", "61", "63" -> Optional.of("after-meal");
            default -> Optional.empty();
        };
    }

    private static String meterDisplay(String value) {
        return switch (value) {
            case "0Hi" -> "HI";
            case "0Lo" -> "LO";
            default -> value;
        };
    }

    private static Parsed bloodPressure(String line) {
        var fields = line.split(",", -1);
        if (fields.length != 4) {
            return Parsed.reading("blood-pressure", Optional.empty(), line);
        }
        return Parsed.reading("blood-pressure", Recording.time(fields[0]), fields[0])
                .with("systolic", fields[1])
                .with("diastolic", fields[2])
                .with("pulse", fields[3])
                .with("unit", "mm[Hg]");
    }

    private static Parsed weight(String line, Map<String, Integer> sameDay) {
        var fields = line.split(",", -1);
        if (fields.length != 2) {
            return Parsed.reading("weight", Optional.empty(), line);
        }
        Optional<LocalDateTime> time = Optional.empty();
        if (fields[0].matches("\\d{1,5}")) {
            var earlier = sameDay.merge(fields[0], 1, Integer::sum) - 1;
            time = Optional.of(Recording.DAY_ZERO
                    .plusDays(Integer.parseInt(fields[0]))
                    .atTime(LocalTime.of(7, 0))
                    .plusMinutes(10L * earlier));
        }
        return Parsed.reading("weight", time, fields[0])
                .with("value", fields[1])
                .with("unit", "kg");
    }
}
