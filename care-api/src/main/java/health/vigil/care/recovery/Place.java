package health.vigil.care.recovery;

/// Where something waits for a decision.
public enum Place {
    REJECTED("rejected", "Rejected messages", """
            select rejection_id as item_id, device_id, topic, reason, sentence, received_at,
                cast(null as timestamptz) as measured_at
            from vitals.rejected
            """),
    HELD("held", "Held readings", """
            select reading_id as item_id, device_id, 'vigil/' || device_id || '/readings' as topic,
                case when status = 'KETONE' then 'ketone' else 'no-patient' end as reason,
                case when status = 'KETONE' then 'The device says that this is of ketones, not of glucose.'
                    else 'The device had no patient at that time.' end as sentence,
                received_at, measured_at
            from vitals.held
            """);

    private final String path;
    private final String title;
    private final String rows;

    Place(String path, String title, String rows) {
        this.path = path;
        this.title = title;
        this.rows = rows;
    }

    /// Its name in URLs, e.g. `held`.
    public String path() {
        return path;
    }

    public String title() {
        return title;
    }

    /// The SQL of what is there, nothing of what it says.
    String rows() {
        return rows;
    }
}
