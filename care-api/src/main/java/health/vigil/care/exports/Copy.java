package health.vigil.care.exports;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
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

    /// Writes what the query finds.
    ///
    /// @param query takes no parameters, so it must hold nobody's text
    public static void csv(Jdbi jdbi, String query, OutputStream out) throws IOException, SQLException {
        // Without it Excel takes UTF-8 for something else.
        out.write(BYTE_ORDER_MARK);
        try (var handle = jdbi.open()) {
            handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (" + query + ") to stdout (format csv, header)", out);
        }
    }
}
