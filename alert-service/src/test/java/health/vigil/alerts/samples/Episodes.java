package health.vigil.alerts.samples;

import health.vigil.clinical.vitals.NameBased;
import health.vigil.schemas.AlertSeverity;
import health.vigil.schemas.Cause;
import health.vigil.schemas.Change;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.Kind;
import java.time.Instant;
import java.util.UUID;

/// Events of episodes: a patient whose glucose was once 45 mg/dL, unless the test says otherwise.
public final class Episodes {

    public static final UUID PATIENT = NameBased.uuid("patient");
    public static final Instant FIRST_AT = Instant.parse("2026-11-01T05:30:00Z");
    public static final Instant CLEARED_AT = Instant.parse("2026-11-01T06:30:00Z");

    private Episodes() {}

    public static UUID id(String name) {
        return NameBased.uuid("episode", name);
    }

    public static EpisodeEvent.Builder raised(String name) {
        return event(name, 1, Change.RAISED);
    }

    public static EpisodeEvent.Builder updated(String name, long revision) {
        return event(name, revision, Change.UPDATED);
    }

    public static EpisodeEvent.Builder cleared(String name, long revision) {
        return event(name, revision, Change.CLEARED).setClearedAt(CLEARED_AT);
    }

    public static EpisodeEvent.Builder superseded(String name, long revision, String successor) {
        return event(name, revision, Change.SUPERSEDED).setSuccessorId(id(successor));
    }

    public static EpisodeEvent.Builder withdrawn(String name, long revision) {
        return event(name, revision, Change.WITHDRAWN);
    }

    private static EpisodeEvent.Builder event(String name, long revision, Change change) {
        return EpisodeEvent.newBuilder()
                .setEpisodeId(id(name))
                .setRevision(revision)
                .setChange(change)
                .setPatientId(PATIENT)
                .setRuleId("glucose-dangerously-low")
                .setSeverity(AlertSeverity.CRITICAL)
                .setKind(Kind.GLUCOSE)
                .setReason("Dangerously low glucose: glucose 45 is below 54 mg/dL.")
                .setFirst(cause(FIRST_AT, "45 mg/dL"))
                .setWorst(cause(FIRST_AT, "45 mg/dL"))
                .setLatest(cause(FIRST_AT, "45 mg/dL"))
                .setReadings(1)
                .setLate(false)
                .setClockSuspect(false);
    }

    public static Cause cause(Instant at, String text) {
        return new Cause(NameBased.uuid("reading", at), at, at.plusSeconds(60), text);
    }
}
