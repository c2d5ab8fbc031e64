package health.vigil.care.recovery;

/// What was decided of something rejected or held.
public enum ItemState {
    /// Waits for a decision.
    OPEN("Open", "high"),
    /// Was sent on, and nobody knows yet what becomes of it.
    REPLAYING("Being replayed", "information"),
    REPLAYED("Replayed", "ok"),
    DISMISSED("Dismissed", "low");

    private final String title;
    private final String tone;

    ItemState(String title, String tone) {
        this.title = title;
        this.tone = tone;
    }

    public String title() {
        return title;
    }

    /// How the badge looks.
    public String tone() {
        return tone;
    }
}
