package health.vigil.kit.access;

/// What an account is for.
public enum Role {
    NURSE,
    /// A nurse who also sets up care teams, rotas and escalation paths.
    LEAD_NURSE,
    CLINICIAN,
    ADMIN
}
