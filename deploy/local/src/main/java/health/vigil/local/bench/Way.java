package health.vigil.local.bench;

/// A way from MQTT into a database: Vigil, or its bare parts.
interface Way {

    /// For people.
    String name();

    /// Where devices connect.
    String mqtt();

    /// Makes that many devices known, shared by patients; returns once readings of theirs find everything in place.
    ///
    /// @param name no other of this run has it
    Population populate(String name, int devices, int patients) throws Exception;

    /// How many readings are committed in the database by now.
    long stored();

    /// Waits until all is done that follows from what was stored.
    void settle() throws Exception;
}
