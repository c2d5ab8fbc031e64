package health.vigil.local.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/// What the devices have published and what was acknowledged to them, a line each, appended to a file.
///
/// A reading is on disk here before it is sent, so that nothing can be stored that is not noted; an acknowledgement is
/// written when it comes, and on disk soon after.
final class Notes implements AutoCloseable {

    /// What a line tells.
    enum Kind {
        PUBLISHED,
        ACKNOWLEDGED,
        RECEIPTED
    }

    /// A reading that is about to be sent.
    record Line(UUID device, long number, String payload) {}

    private final Path file;
    private final FileChannel channel;

    Notes(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    }

    Path file() {
        return file;
    }

    /// Returns when they are on disk, and all that was written before.
    void published(List<Line> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line(Kind.PUBLISHED, line.device(), line.number(), line.payload())));
        append(text.toString());
        try {
            channel.force(false);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void acknowledged(UUID device, long number) {
        append(line(Kind.ACKNOWLEDGED, device, number, ""));
    }

    void receipted(UUID device, long number) {
        append(line(Kind.RECEIPTED, device, number, ""));
    }

    private static String line(Kind kind, UUID device, long number, String payload) {
        return kind + "\t" + device + "\t" + number + "\t" + payload + "\n";
    }

    private synchronized void append(String text) {
        try {
            var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        channel.force(true);
        channel.close();
    }
}
