package health.vigil.clinical.vitals;

/// How the patient held the body while blood pressure was measured.
public enum Posture {
    SITTING,
    STANDING,
    LYING
}
