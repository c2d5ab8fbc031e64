package health.vigil.care.openid;

import health.vigil.kit.access.Role;

/// Whom the provider says somebody is.
///
/// @param subject the provider's name for that person, which never changes
record Known(String issuer, String subject, String username, String displayName, Role role) {}
