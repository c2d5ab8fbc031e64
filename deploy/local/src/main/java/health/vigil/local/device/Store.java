package health.vigil.local.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// What a device has measured and not yet heard of as kept: a file a message, so that neither a power cut nor months
/// without a network lose one.
final class Store {

    private static final String SUFFIX = ".message";
    private static final String SEQUENCE = "sequence";
    private static final String REQUEST = "request";

    /// A message in the store.
    record Stored(Path file, Message message) {}

    private final Path folder;

    Store(Path folder) {
        this.folder = folder;
    }

    /// The device's next number for a reading.
    int nextSequence() throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve(SEQUENCE);
        var next = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) + 1 : 1;
        write(file, Integer.toString(next).getBytes(UTF_8));
        return next;
    }

    /// @param sequence of the reading
    /// @param part which of its messages
    void put(int sequence, int part, Message message) throws IOException {
        Files.createDirectories(folder);
        var name = String.format(
                Locale.ROOT, "%010d-%d-%s%s", sequence, part, message.channel().replace('/', '-'), SUFFIX);
        write(folder.resolve(name), message.bytes());
    }

    /// Keeps that a request was told of.
    ///
    /// @return false when it was before
    boolean isNews(UUID request) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve(REQUEST);
        if (Files.exists(file) && Files.readString(file).equals(request.toString())) {
            return false;
        }
        write(file, request.toString().getBytes(UTF_8));
        return true;
    }

    /// Whole or not at all.
    private static void write(Path file, byte[] content) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.write(beside, content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Oldest first.
    List<Stored> all() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(Store::read)
                    .toList();
        }
    }

    private static Stored read(Path file) {
        var name = file.getFileName().toString();
        var channel = name.substring(name.indexOf('-', name.indexOf('-') + 1) + 1, name.length() - SUFFIX.length());
        try {
            return new Stored(file, new Message(channel.replaceFirst("-", "/"), Files.readAllBytes(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Vigil has it, or has said why it never will.
    static void done(Stored stored) throws IOException {
        Files.delete(stored.file());
    }
}
