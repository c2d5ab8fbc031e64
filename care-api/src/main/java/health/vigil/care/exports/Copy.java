package health.vigil.care.exports;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.identity.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.postgresql.PGConnection;

/// CSV as the database writes it, of any size, in a form that Excel takes.
public final class Copy {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private Copy() {}

    /// Text that a spreadsheet would take for a formula gets a quote before it, as OWASP advises.
    ///
    /// @param column an expression of text
    public static String harmless(String column) {
        return "case when %1$s ~ '^[=+@\\t\\r-]' then '''' || %1$s else %1$s end".formatted(column);
    }

    /// The same of a text that is here, as a field of CSV with a comma before it.
    static String field(String text) {
        var harmless = text.matches("(?s)^[=+@\\t\\r-].*") ? "'" + text : text;
        return harmless.matches("(?s).*[\",\\r\\n].*") ? ",\"" + harmless.replace("\"", "\"\"") + '"' : "," + harmless;
    }

    /// What is told of who a patient is.
    public enum Part {
        FAMILY_NAME,
        GIVEN_NAME,
        BIRTH_DATE,
        PHONE;

        private String of(Identity identity) {
            return switch (this) {
                case FAMILY_NAME -> identity.familyName();
                case GIVEN_NAME -> identity.givenName();
                case BIRTH_DATE -> Objects.toString(identity.birthDate(), "");
                case PHONE -> identity.phone();
            };
        }
    }

    /// Writes what the query finds, and who the patients are.
    ///
    /// @param query as of [#csv(Jdbi, String, OutputStream)]; its first column is the patient's id
    /// @param patients a query for the ids of all patients in it
    /// @param parts the columns that come behind the id
    public static void csv(Jdbi jdbi, String query, String patients, List<Part> parts, OutputStream out)
            throws IOException, SQLException {
        // Beforehand, since the connection is busy while the lines come.
        var known = new HashMap<UUID, byte[]>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "select patient_id, identity from care.patient where patient_id in (" + patients + ")")
                .map(ConstructorMapper.of(Known.class))
                .forEach(each -> known.put(each.patientId(), fields(parts, each.identity()))));
        var header = parts.stream()
                .map(part -> "," + part.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
        out.write(BYTE_ORDER_MARK);
        copy(jdbi, query, new NamedLines(out, header, id -> Objects.requireNonNull(known.get(id))));
    }

    /// A patient, and who it is.
    public record Known(UUID patientId, Identity identity) {}

    private static byte[] fields(List<Part> parts, Identity identity) {
        return parts.stream()
                .map(part -> field(part.of(identity)))
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }

    /// Writes what the query finds.
    ///
    /// @param query takes no parameters, so it must hold nobody's text
    public static void csv(Jdbi jdbi, String query, OutputStream out) throws IOException, SQLException {
        // Without it Excel takes UTF-8 for something else.
        out.write(BYTE_ORDER_MARK);
        copy(jdbi, query, out);
    }

    private static void copy(Jdbi jdbi, String query, OutputStream out) throws IOException, SQLException {
        try (var handle = jdbi.open()) {
            copy(handle.getConnection(), query, out);
        }
    }

    /// One that is broken off, say since the reader has gone, costs the connection: the driver leaves the rest of the
    /// lines unread in it, and whoever got it next would take them for answers to their own questions (pgjdbc issue
    /// 3163). The pool drops a connection that was aborted.
    private static void copy(Connection connection, String query, OutputStream out) throws IOException, SQLException {
        var isWhole = false;
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (" + query + ") to stdout (format csv, header)", out);
            isWhole = true;
        } finally {
            if (!isWhole) {
                connection.abort(Runnable::run);
            }
        }
    }
}
