package health.vigil.care.planning;

import java.util.List;

/// Fields that belong together, e.g. those of one limit.
///
/// @param action what its button does, as [PlanEdits] reads it; empty without a button
public record FieldGroup(String title, List<Field> fields, List<FieldGroup> groups, String action, String button) {}
