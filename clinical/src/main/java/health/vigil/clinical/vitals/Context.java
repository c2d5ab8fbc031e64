package health.vigil.clinical.vitals;

import java.util.Optional;

/// What is known of a reading beside its values.
///
/// @param confirmed a human has said that it is this patient's, however unlikely it looks
public record Context(Optional<Meal> meal, Optional<Posture> posture, boolean confirmed) {

    /// Nothing is known.
    public static final Context NONE = new Context(Optional.empty(), Optional.empty(), false);
}
