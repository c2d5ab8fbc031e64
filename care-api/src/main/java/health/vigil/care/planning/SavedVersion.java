package health.vigil.care.planning;

/// A version in the history below the form.
public record SavedVersion(
        int version, String since, String author, String made, String reason, String template, boolean inForce) {}
