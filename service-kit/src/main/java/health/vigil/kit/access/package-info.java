/// Who is signed in, with which role.
@NullMarked
package health.vigil.kit.access;

import org.jspecify.annotations.NullMarked;
