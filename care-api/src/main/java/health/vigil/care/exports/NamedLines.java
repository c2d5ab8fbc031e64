package health.vigil.care.exports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.function.Function;

/// Puts who a patient is behind the first column of CSV, which is the patient's id: the database writes the lines, and
/// cannot read names.
///
/// The lines are as PostgreSQL writes them: fields with a comma, a quote or a line break are quoted, quotes in them
/// doubled.
final class NamedLines extends FilterOutputStream {

    private final byte[] header;
    private final Function<UUID, byte[]> columns;
    private final StringBuilder id = new StringBuilder();
    private boolean first = true;
    private boolean inFirstField = true;
    private boolean quoted;

    /// Writes to another stream, which gets no byte order mark from here.
    ///
    /// @param header of the columns, each with a comma before it
    /// @param columns of a patient, in CSV, each with a comma before it
    NamedLines(OutputStream out, String header, Function<UUID, byte[]> columns) {
        super(out);
        this.header = header.getBytes(UTF_8);
        this.columns = columns;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        // What lies between two places to write at goes through in one piece.
        var from = offset;
        for (var at = offset; at < offset + length; at++) {
            var character = bytes[at];
            if (inFirstField) {
                if (character == ',' || character == '\n') {
                    out.write(bytes, from, at - from);
                    from = at;
                    out.write(first ? header : columns.apply(UUID.fromString(id.toString())));
                    id.setLength(0);
                    first = false;
                    inFirstField = character == '\n';
                } else {
                    id.append((char) character);
                }
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == '\n' && !quoted) {
                inFirstField = true;
            }
        }
        out.write(bytes, from, offset + length - from);
    }

    @Override
    public void write(int character) throws IOException {
        write(new byte[] {(byte) character}, 0, 1);
    }
}
