package health.vigil.kit.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// How the tables of a schema get their shape.
public final class Migrations {

    private Migrations() {}

    /// The migrations of one schema, to be loaded and run.
    public static FluentConfiguration of(DataSource database, String schema) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/" + schema)
                .schemas(schema)
                .defaultSchema(schema);
    }
}
