/// The connection pool, migrations and transactions.
@NullMarked
package health.vigil.kit.database;

import org.jspecify.annotations.NullMarked;
