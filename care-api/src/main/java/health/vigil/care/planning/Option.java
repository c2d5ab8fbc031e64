package health.vigil.care.planning;

/// A choice in a menu.
public record Option(String value, String title, boolean selected) {}
