/// The web server: routes that declare who may use them, problem details, live feeds, assets.
@NullMarked
package health.vigil.kit.http;

import org.jspecify.annotations.NullMarked;
