package health.vigil.care.planning;

import java.util.List;

/// A rule in the form.
///
/// @param path the JSON pointer of the rule
/// @param describe its condition in words; empty while it makes no sense
/// @param errors what is wrong with it and with none of its fields alone
public record RuleCard(
        String path,
        String title,
        String describe,
        String source,
        String severity,
        boolean on,
        boolean open,
        List<Field> head,
        FieldGroup condition,
        List<Field> filter,
        List<String> errors) {}
