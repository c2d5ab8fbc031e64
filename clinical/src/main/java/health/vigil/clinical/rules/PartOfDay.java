package health.vigil.clinical.rules;

import java.time.LocalTime;

/// A part of the patient's local day. House: a morning reading is one from 4 to 12 o'clock, an evening reading one from
/// 16 o'clock to midnight.
public enum PartOfDay {
    ALL_DAY(0, 24),
    MORNING(4, 12),
    EVENING(16, 24);

    private final int from;
    private final int until;

    PartOfDay(int from, int until) {
        this.from = from;
        this.until = until;
    }

    /// Inclusive.
    public LocalTime from() {
        return LocalTime.of(from, 0);
    }

    /// Full hours after midnight at which it ends, exclusive; 24 is the next midnight.
    public int untilHour() {
        return until;
    }

    public boolean contains(LocalTime time) {
        return time.getHour() >= from && time.getHour() < until;
    }
}
