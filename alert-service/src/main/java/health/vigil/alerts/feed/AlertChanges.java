package health.vigil.alerts.feed;

import health.vigil.kit.database.Database;
import health.vigil.kit.run.Health;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries the word that alerts have changed from any instance of the alert service to those who want to know at this
/// one: the pages that are open, and whoever takes the next step.
///
/// It goes through the database (`NOTIFY`), so it arrives when the change is committed, and from every instance. After
/// a lost connection it is given once more, since something may have been missed.
public final class AlertChanges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertChanges.class);
    private static final String CHANNEL = "vigil_alerts";
    private static final int WAIT_MILLIS = 500;

    /// The server-sent event of the pages.
    public static final String EVENT = "alerts";

    private final Database database;
    private final Runnable listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("alert-changes").unstarted(this::run);
    private volatile boolean listening;

    /// @param listener returns soon
    public AlertChanges(Database database, Health health, Runnable listener) {
        this.database = database;
        this.listener = listener;
        health.readiness(
                "alert-feed",
                () -> listening ? Optional.empty() : Optional.of("not listening to changes in the database"));
        health.thread("alert-feed-thread", thread);
    }

    public AlertChanges start() {
        thread.start();
        return this;
    }

    /// To be called in the transaction that changes alerts.
    public static void announce(Handle handle) {
        handle.execute("notify " + CHANNEL);
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try (var handle = database.jdbi().open()) {
                    listen(handle);
                } catch (JdbiException | SQLException failure) {
                    LOG.atWarn().setCause(failure).log("not listening to changes of alerts, trying again");
                }
                listening = false;
                closing.await(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Handle handle) throws SQLException {
        handle.execute("listen " + CHANNEL);
        var connection = handle.getConnection().unwrap(PGConnection.class);
        listening = true;
        listener.run();
        while (closing.getCount() > 0) {
            var notifications = connection.getNotifications(WAIT_MILLIS);
            if (notifications != null && notifications.length > 0) {
                listener.run();
            }
        }
        handle.execute("unlisten " + CHANNEL);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
