/// `./vigil backup` and `./vigil restore`: what of the database is no projection of the topics.
@NullMarked
package health.vigil.local.backup;

import org.jspecify.annotations.NullMarked;
