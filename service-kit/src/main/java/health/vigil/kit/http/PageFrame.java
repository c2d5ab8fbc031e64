package health.vigil.kit.http;

import health.vigil.kit.access.Role;
import health.vigil.kit.access.SignedIn;
import io.javalin.http.Context;
import java.util.Optional;

/// What the frame around every page needs to know.
///
/// @param place the part of the console to mark as the present one: `worklist`, `patients`, `administration` or none
public record PageFrame(Assets assets, Optional<SignedIn> who, String place) {

    public static PageFrame of(Context ctx, Assets assets, String place) {
        return new PageFrame(assets, Gate.ifSignedIn(ctx), place);
    }

    public boolean isNurse() {
        return is(Role.NURSE) || isLeadNurse();
    }

    public boolean isLeadNurse() {
        return is(Role.LEAD_NURSE);
    }

    public boolean isClinician() {
        return is(Role.CLINICIAN);
    }

    public boolean isAdmin() {
        return is(Role.ADMIN);
    }

    private boolean is(Role role) {
        return who.filter(person -> person.role() == role).isPresent();
    }

    /// The token that every change from this page carries.
    public String csrfToken() {
        return who.map(SignedIn::csrfToken).orElse("");
    }
}
