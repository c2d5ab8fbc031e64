package health.vigil.parts;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

final class EmbeddedStore implements StoreServer {

    private final EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();

    EmbeddedStore() throws IOException {}

    @Override
    public String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public int connections() {
        return 4;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
