package health.vigil.gateway.intake;

/// Whether this gateway is still a member of the group, and its sessions its own.
interface Membership {

    /// How often the group has answered until now.
    long answers();

    /// Whether the group has answered since, and its answer has been heeded: sessions that it took away are closed.
    boolean isConfirmedSince(long answers);
}
