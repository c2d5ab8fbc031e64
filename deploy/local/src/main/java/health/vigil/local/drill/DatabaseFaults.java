package health.vigil.local.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a database can be spoiled with from inside.
final class DatabaseFaults {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFaults.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST = 200;
    private static final Duration AGAIN = Duration.ofMillis(300);

    private final Jdbi jdbi;
    private final List<Handle> taken = new ArrayList<>();

    DatabaseFaults(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void readOnly(boolean on) {
        insist(handle -> {
            handle.execute("set default_transaction_read_only = off");
            handle.execute("alter system set default_transaction_read_only = " + (on ? "on" : "off"));
            handle.execute("select pg_reload_conf()");
        });
    }

    /// Takes all that are free, ends those of the others, and takes these too, before they can.
    void takeAllConnections() {
        takeFree();
        for (var round = 0; round < 3 && !taken.isEmpty(); round++) {
            taken.getFirst().execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where backend_type = 'client backend' and application_name <> ?
                    """, Deployment.APPLICATION);
            takeFree();
        }
        LOG.atInfo().addKeyValue("connections", taken.size()).log("all connections are taken");
    }

    private void takeFree() {
        try {
            while (taken.size() < MOST) {
                taken.add(jdbi.open());
            }
        } catch (JdbiException failure) {
            LOG.debug("no more", failure);
        }
    }

    void giveConnectionsBack() {
        taken.forEach(Handle::close);
        taken.clear();
    }

    private interface Work {
        void on(Handle handle);
    }

    /// The database may still be about to come back from what was done to it before.
    private void insist(Work work) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                jdbi.useHandle(work::on);
                return;
            } catch (JdbiException failure) {
                if (System.nanoTime() > until) {
                    throw failure;
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }
}
