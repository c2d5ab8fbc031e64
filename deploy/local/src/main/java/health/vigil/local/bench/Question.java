package health.vigil.local.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What people ask for while the bench watches, and the same rows from the index alone.
///
/// @param path with `%s` for the patient
/// @param fields of the form that is sent there; empty where nothing is
/// @param bare SQL with one parameter for the patient, or none
/// @param aim milliseconds that the 99th percentile should stay within
/// @param seldom how many times fewer requests than of the others, and longer pauses
record Question(
        String code,
        String title,
        String path,
        String fields,
        String bare,
        int leastBytes,
        int leastRows,
        double aim,
        int seldom) {

    /// Patients on the panel.
    static final int PANEL = 1_000;

    /// Each person looks at something a few times a second; all of them together ask a hundred times.
    private static final int MOST_PAUSE_MILLIS = 400;

    /// What a page does at 90 days, a year and five, what another system does first, and a panel.
    ///
    /// @param panel patients on it
    static List<Question> all(Instant today, int panel) {
        return List.of(
                new Question(
                        "trend-90",
                        "trend of 90 days",
                        trend(today, 90, "raw"),
                        "",
                        """
                        select measured_at, reading_id from vitals.reading
                        where patient_id = ? and kind = 'glucose' and measured_at >= '%s' and measured_at < '%s'
                        order by measured_at, reading_id
                        """.formatted(today.minus(Duration.ofDays(90)), today),
                        10_000,
                        80,
                        10,
                        1),
                new Question(
                        "trend-365",
                        "trend of 1 year",
                        trend(today, 365, "day"),
                        "",
                        days(today, 365),
                        10_000,
                        80,
                        10,
                        1),
                new Question(
                        "trend-1826",
                        "trend of 5 years",
                        trend(today, 1826, "week"),
                        "",
                        days(today, 1826),
                        10_000,
                        400,
                        25,
                        1),
                new Question(
                        "fhir",
                        "FHIR Observation search, first page",
                        "/fhir/Observation?patient=%s&code=41653-7&_count=50",
                        "",
                        """
                        select measured_at, reading_id from vitals.reading
                        where patient_id = ? and kind = 'glucose' order by measured_at desc, reading_id desc limit 51
                        """,
                        10_000,
                        50,
                        30,
                        1),
                new Question(
                        "panel",
                        "panel of %,d patients".formatted(panel),
                        "/api/panel/search",
                        "q=panel&sort=worse&order=desc&limit=" + PANEL,
                        """
                        select day, mean from vitals.day_summary
                        where patient_id in (select patient_id from care.patient where zone = 'UTC')
                            and metric = 'glucose' and day > date '%s' - 56
                        """.formatted(today.toString().substring(0, 10)),
                        1_000,
                        50,
                        100,
                        5));
    }

    private static String trend(Instant today, int days, String resolution) {
        return "/api/patients/%%s/trend?metric=glucose&resolution=%s&from=%s&to=%s&limit=2000"
                .formatted(resolution, today.minus(Duration.ofDays(days)), today);
    }

    private static String days(Instant today, int days) {
        return """
                select day, mean from vitals.day_summary
                where patient_id = ? and metric = 'glucose' and day >= date '%s' - %d order by day
                """.formatted(today.toString().substring(0, 10), days);
    }

    int mostPause() {
        return MOST_PAUSE_MILLIS * seldom;
    }
}
