package health.vigil.parts;

import java.io.IOException;

/// A running database server.
interface StoreServer extends AutoCloseable {

    /// Of a database in it, for JDBC.
    String url();

    String user();

    /// Empty where it asks for none.
    default String password() {
        return "";
    }

    /// How many connections it can serve at the same time.
    int connections();

    @Override
    void close() throws IOException;
}
