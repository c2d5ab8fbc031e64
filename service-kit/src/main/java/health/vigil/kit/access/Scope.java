package health.vigil.kit.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a program may do with resources of a type, as SMART on FHIR writes it: `patient/Observation.rs`.
///
/// @param resource a FHIR type, or `*` for all
public record Scope(Context context, String resource, boolean read, boolean search) {

    private static final Pattern SMART = Pattern.compile("(patient|user|system)/([A-Z][A-Za-z]*|\\*)\\.(rs|r|s|read)");

    /// Of whom.
    public enum Context {
        /// Of the one patient that the token names.
        PATIENT,
        /// Of the patients of the care teams to which the token's account belongs.
        USER,
        /// Of the patients of the care teams that the token names.
        SYSTEM
    }

    /// What is done with resources.
    public enum Interaction {
        READ,
        SEARCH
    }

    /// Reads scopes, parted by spaces. Version 1's `.read` means `.rs`; what would write is refused, since nothing is
    /// written by FHIR.
    ///
    /// @throws IllegalArgumentException where one is none, or none are given
    public static List<Scope> parse(String text) {
        var scopes =
                Arrays.stream(text.strip().split("\\s+", -1)).map(Scope::one).toList();
        return scopes.stream().distinct().toList();
    }

    private static Scope one(String text) {
        var parts = SMART.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no scope that Vigil grants: e.g. patient/*.rs, user/Observation.rs, system/Patient.r."
                            .formatted(text));
        }
        var rights = parts.group(3);
        return new Scope(
                Context.valueOf(parts.group(1).toUpperCase(Locale.ROOT)),
                parts.group(2),
                rights.contains("r"),
                rights.contains("s") || rights.equals("read"));
    }

    /// Whether it covers that.
    public boolean covers(String type, Interaction interaction) {
        return (resource.equals("*") || resource.equals(type))
                && switch (interaction) {
                    case READ -> read;
                    case SEARCH -> search;
                };
    }

    @Override
    public String toString() {
        return "%s/%s.%s%s"
                .formatted(context.name().toLowerCase(Locale.ROOT), resource, read ? "r" : "", search ? "s" : "");
    }
}
