package health.vigil.local.device;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a device at home has measured, before it is written in some format.
///
/// @param values in the metrics' own units
/// @param userSlot which of its users it was; null where it keeps them not apart
/// @param sequence the device's number for it; null where it counts not
/// @param meal as device makers write it, e.g. `fasting`; null where nothing is known
public record HomeReading(
        ReadingKind kind,
        SaidTime measuredAt,
        Map<Metric, Value> values,
        @Nullable Integer userSlot,
        @Nullable Integer sequence,
        @Nullable String meal) {

    public HomeReading {
        values = Map.copyOf(values);
    }
}
