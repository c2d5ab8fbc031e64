package health.vigil.kit.access;

import java.time.Instant;

/// Who makes a request, by the session cookie.
///
/// @param csrfToken what a form or script of that session's pages must send along with every change
public record SignedIn(String username, String displayName, Role role, String csrfToken, Instant expiresAt) {}
