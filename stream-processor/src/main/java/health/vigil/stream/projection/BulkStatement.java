package health.vigil.stream.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One statement for many rows, given as an array per column. Of several rows with the same key the last one counts,
/// since a statement may touch a row only once.
final class BulkStatement {

    private final String sql;
    private final List<String> types;
    private final Map<List<?>, List<@Nullable Object>> rows = new LinkedHashMap<>();

    /// @param sql with `%s` where `unnest(…)` of the columns goes
    /// @param types the columns' types, e.g. `uuid`
    BulkStatement(String sql, String... types) {
        this.types = List.of(types);
        this.sql = sql.formatted(
                Stream.of(types).map(type -> "?::" + type + "[]").collect(Collectors.joining(", ", "unnest(", ")")));
    }

    /// @param values written by their own names: moments as `Instant` and days as `LocalDate`, since the driver writes
    ///     those of `java.sql` in the JVM's zone, where one hour of the year comes twice
    void add(List<?> key, @Nullable Object... values) {
        var row = new ArrayList<@Nullable Object>(values.length);
        for (var value : values) {
            row.add(value);
        }
        rows.put(key, row);
    }

    void remove(List<?> key) {
        rows.remove(key);
    }

    /// @param schema in place of `vitals`
    void execute(Connection connection, String schema) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        var all = List.copyOf(rows.values());
        try (var statement = connection.prepareStatement(sql.replace("vitals.", schema + "."))) {
            for (var column = 0; column < types.size(); column++) {
                statement.setArray(column + 1, connection.createArrayOf(types.get(column), column(all, column)));
            }
            statement.executeUpdate();
        }
    }

    /// The driver writes an array in binary, which is cheaper for both sides, only when it has the type of its
    /// elements.
    private Object[] column(List<List<@Nullable Object>> all, int column) {
        Object[] values =
                switch (types.get(column)) {
                    case "bytea" -> new byte[all.size()][];
                    case "float8" -> new Double[all.size()];
                    case "bigint" -> new Long[all.size()];
                    case "integer" -> new Integer[all.size()];
                    case "boolean" -> new Boolean[all.size()];
                    case "text" -> new String[all.size()];
                    default -> new Object[all.size()];
                };
        for (var row = 0; row < values.length; row++) {
            values[row] = all.get(row).get(column);
        }
        return values;
    }
}
