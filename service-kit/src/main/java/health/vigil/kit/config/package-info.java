/// Settings as validated records: from a file, the environment and the command line.
@NullMarked
package health.vigil.kit.config;

import org.jspecify.annotations.NullMarked;
