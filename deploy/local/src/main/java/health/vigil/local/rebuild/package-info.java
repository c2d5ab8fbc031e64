/// `./vigil rebuild`: the projection anew from the topics, compared with the live one and put right.
@NullMarked
package health.vigil.local.rebuild;

import org.jspecify.annotations.NullMarked;
