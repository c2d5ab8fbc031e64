package health.vigil.clinical.evaluation;

import health.vigil.clinical.vitals.ReadingKind;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/// One local day of a patient and one kind of reading. Without metrics, the day has no readings.
public record DaySummary(ReadingKind kind, LocalDate day, ZoneId zone, List<MetricSummary> metrics) {}
