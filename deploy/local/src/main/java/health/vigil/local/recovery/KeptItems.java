package health.vigil.local.recovery;

/// A command about one place where things wait for a decision.
interface KeptItems {

    /// Its name in the API, e.g. `held`.
    String place();
}
