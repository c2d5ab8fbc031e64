package health.vigil.kit.access;

/// What an account is for.
public enum Role {
    NURSE,
    CLINICIAN,
    ADMIN
}
