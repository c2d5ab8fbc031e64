package health.vigil.kit.database;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// How the rows of a table compare with those that were made anew.
///
/// @param live rows of the table
/// @param rebuilt rows of the new one
/// @param missing rows that the table lacks, or has otherwise
/// @param surplus rows that it has and should not, or has otherwise
/// @param examples keys of some that differ, without values
public record Difference(String table, long live, long rebuilt, long missing, long surplus, List<String> examples) {

    private static final int SHOWN = 20;

    public Difference {
        examples = List.copyOf(examples);
    }

    /// Compares.
    ///
    /// @param key the columns that make a row the same row
    /// @param live a query for all rows of the table
    /// @param rebuilt a query for all rows of the new one
    public static Difference of(Handle handle, String table, String key, String live, String rebuilt) {
        var examples = handle.createQuery(
                        "select distinct cast(row(%s) as text) from ((%s except %s) union all (%s except %s)) d limit %d"
                                .formatted(key, live, rebuilt, rebuilt, live, SHOWN))
                .mapTo(String.class)
                .list();
        return new Difference(
                table,
                count(handle, live),
                count(handle, rebuilt),
                count(handle, rebuilt + " except " + live),
                count(handle, live + " except " + rebuilt),
                examples);
    }

    private static long count(Handle handle, String rows) {
        return handle.createQuery("select count(*) from (" + rows + ") counted")
                .mapTo(Long.class)
                .one();
    }

    public boolean isNone() {
        return missing == 0 && surplus == 0;
    }
}
