package health.vigil.care.overview;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The charts of a patient's page on their common time axis.
///
/// @param until the right end of the axis
/// @param lateAfter seconds from measured to received, after which a reading is late
public record ChartsView(UUID patientId, String zone, Instant until, long lateAfter, List<ChartView> charts) {

    public ChartsView {
        charts = List.copyOf(charts);
    }
}
