package health.vigil.care.trends;

import health.vigil.care.patients.Patient;
import io.javalin.http.Context;
import org.jdbi.v3.core.Jdbi;

/// Whether anything of a patient has changed since somebody last asked: what the stream processor revises with each
/// change, it is cheap to ask for before anything is read.
final class Revisions {

    private final Jdbi jdbi;

    Revisions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Answers with 304 when the client has what it would get, and otherwise marks the answer with its revision.
    boolean isUnchanged(Context ctx, Patient patient) {
        // Weak: the answer may be compressed or not.
        var tag = "W/\"%s-%08x\"".formatted(revision(patient), patient.zone().hashCode());
        ctx.header("ETag", tag);
        ctx.header("Cache-Control", "private, no-cache");
        if (!tag.equals(ctx.header("If-None-Match"))) {
            return false;
        }
        ctx.status(304);
        return true;
    }

    private String revision(Patient patient) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select tx::text from vitals.patient_revision where patient_id = :patient")
                        .bind("patient", patient.patientId())
                        .mapTo(String.class)
                        .findOne()
                        .orElse("0"));
    }
}
