/// `./vigil bench`: how fast Vigil is, beside what its bare parts do in the same run.
@NullMarked
package health.vigil.local.bench;

import org.jspecify.annotations.NullMarked;
