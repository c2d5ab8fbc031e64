package health.vigil.care.planning;

import java.util.List;

/// A field of the form.
///
/// @param name the JSON pointer of what it says
/// @param unit behind a number, e.g. `mmHg`; a duration also says it in a field of its own
/// @param error what is wrong with it; empty when nothing is
public record Field(
        String name,
        String label,
        Type type,
        String value,
        List<Option> options,
        String unit,
        boolean optional,
        String error) {

    /// How it is filled in.
    public enum Type {
        NUMBER,
        DURATION,
        TEXT,
        CHOICE,
        TICK
    }

    /// An id for labels and messages: pointers hold slashes, which selectors would not like.
    public String id() {
        return "f" + name.replace('/', '-');
    }

    public boolean isWrong() {
        return !error.isEmpty();
    }
}
