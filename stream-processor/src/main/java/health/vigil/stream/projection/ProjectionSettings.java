package health.vigil.stream.projection;

import java.time.DateTimeException;
import java.time.Period;

/// How readings are kept in the database; in the topics they stay for good.
///
/// @param keepReadings how long, by their measured time, as an ISO period such as `P10Y`; empty for good. A device that
///     has lost its clock dates readings decades back, so this is never set by default. Needs TimescaleDB.
public record ProjectionSettings(String keepReadings) {

    public static final ProjectionSettings DEFAULTS = new ProjectionSettings("");

    public ProjectionSettings {
        try {
            if (!keepReadings.isEmpty() && Period.parse(keepReadings).toTotalMonths() < 14) {
                throw new IllegalArgumentException("keep-readings must be 14 months or longer, e.g. P10Y");
            }
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("keep-readings must be an ISO period, e.g. P10Y, or empty");
        }
    }
}
