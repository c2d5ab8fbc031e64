package health.vigil.local.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// What the notes say: every reading that was published, and whether somebody has acknowledged it.
final class Published {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// A reading by the device's own number.
    record Key(UUID device, long number) {}

    /// @param acknowledged by the broker
    /// @param receipted by Vigil, which covers the whole way
    record Entry(Sample sample, boolean acknowledged, boolean receipted) {

        boolean isConfirmed() {
            return acknowledged || receipted;
        }
    }

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    private Published() {}

    static Published read(Path notes) throws IOException {
        var published = new Published();
        try (var lines = Files.lines(notes)) {
            for (var line : (Iterable<String>) lines::iterator) {
                published.add(line.split("\t", 4));
            }
        }
        return published;
    }

    private void add(String[] fields) throws IOException {
        var key = new Key(UUID.fromString(fields[1]), Long.parseLong(fields[2]));
        switch (Notes.Kind.valueOf(fields[0])) {
            case PUBLISHED -> entries.put(key, new Entry(Sample.read(JSON.readTree(fields[3])), false, false));
            case ACKNOWLEDGED ->
                entries.computeIfPresent(key, (_, entry) -> new Entry(entry.sample(), true, entry.receipted()));
            case RECEIPTED ->
                entries.computeIfPresent(key, (_, entry) -> new Entry(entry.sample(), entry.acknowledged(), true));
        }
    }

    Map<Key, Entry> entries() {
        return entries;
    }
}
