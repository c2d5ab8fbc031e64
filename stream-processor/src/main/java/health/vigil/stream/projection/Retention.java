package health.vigil.stream.projection;

import health.vigil.kit.config.InvalidSettingException;
import org.jdbi.v3.core.Handle;

/// Lets TimescaleDB drop old readings, where an operator wants that.
final class Retention {

    private Retention() {}

    /// Sets the policy, or takes away the one that was set before.
    ///
    /// @throws InvalidSettingException when it is set, and the database has no TimescaleDB
    static void apply(Handle handle, ProjectionSettings settings) {
        var keep = settings.keepReadings();
        if (isTimescale(handle)) {
            handle.execute("select remove_retention_policy('vitals.reading', if_exists => true)");
            if (!keep.isEmpty()) {
                handle.execute("select add_retention_policy('vitals.reading', cast(? as interval))", keep);
            }
        } else if (!keep.isEmpty()) {
            throw new InvalidSettingException("The setting 'projection.keep-readings' needs TimescaleDB, which this"
                    + " database does not have. Leave it empty to keep readings for good.");
        }
    }

    private static boolean isTimescale(Handle handle) {
        return handle.createQuery("select exists (select from pg_extension where extname = 'timescaledb')")
                .mapTo(Boolean.class)
                .one();
    }
}
