/// Signing in by the hospital's identity provider: OpenID Connect.
@NullMarked
package health.vigil.care.openid;

import org.jspecify.annotations.NullMarked;
