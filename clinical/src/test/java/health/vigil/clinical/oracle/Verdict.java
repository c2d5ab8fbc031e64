package health.vigil.clinical.oracle;

/// What a rule says of one reading.
///
/// @param excess how far beyond the limit, where it violates
public record Verdict(Kind kind, double excess, boolean unconfirmed) {

    public static final Verdict HOLDS = new Verdict(Kind.HOLDS, 0, false);
    public static final Verdict CLEARS = new Verdict(Kind.CLEARS, 0, false);
    /// The rule does not look at that reading.
    public static final Verdict IGNORES = new Verdict(Kind.IGNORES, 0, false);

    public enum Kind {
        VIOLATES,
        HOLDS,
        CLEARS,
        IGNORES
    }

    static Verdict violates(double excess) {
        return new Verdict(Kind.VIOLATES, excess, false);
    }

    public boolean violates() {
        return kind == Kind.VIOLATES;
    }

    public boolean clears() {
        return kind == Kind.CLEARS;
    }

    public boolean holds() {
        return kind == Kind.HOLDS;
    }
}
