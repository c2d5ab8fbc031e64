package health.vigil.stream.attribution;

/// What a device's reading is at present.
enum Standing {
    /// A patient's, and final.
    ATTRIBUTED,
    /// A patient's, and marked as entered in error.
    MARKED,
    /// Nobody's.
    HELD
}
