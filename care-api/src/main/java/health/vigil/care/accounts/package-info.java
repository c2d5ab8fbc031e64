/// Local accounts: signing in and out.
@NullMarked
package health.vigil.care.accounts;

import org.jspecify.annotations.NullMarked;
