package health.vigil.kit.audit;

import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The trail of a service, in its own schema. One thread writes what many requests wait for, as many at a time as have
/// come together, so that sealing one entry after the other costs each request one commit at most.
public final class Audit implements AuditTrail, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final int AT_A_TIME = 500;
    private static final int HEAD_EVERY = 1000;
    private static final String UNIQUE_VIOLATION = "23505";

    private record Waiting(Event event, CompletableFuture<Void> done) {}

    private static final Waiting END =
            new Waiting(new Event("", "", "", "", "", 0, List.of()), new CompletableFuture<>());

    private final Jdbi jdbi;
    private final String table;
    private final String insert;
    private final Clock clock;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private @Nullable Head head;
    private boolean isClosed;
    private final Thread writer = Thread.ofPlatform().name("audit").daemon().unstarted(this::write);

    /// @param schema `care` or `alerts`
    public Audit(Jdbi jdbi, String schema, Clock clock) {
        this.jdbi = jdbi;
        this.table = schema + ".audit_entry";
        this.insert = """
                insert into %s (number, at, who, part, address, action, subject, status, patients, hash)
                values (:number, :at, :who, :part, :address, :action, :subject, :status, :patients, :hash)
                """.formatted(table);
        this.clock = clock;
    }

    public Audit start() {
        writer.start();
        return this;
    }

    @Override
    public void record(Event event) {
        begin(event).run();
    }

    @Override
    public Runnable begin(Event event) {
        var waiting = new Waiting(event, new CompletableFuture<>());
        synchronized (this) {
            if (isClosed || !writer.isAlive()) {
                // Nobody would take it from the queue.
                throw new AuditFailedException(new IllegalStateException("the audit trail is closed"));
            }
            queue.add(waiting);
        }
        return () -> {
            try {
                waiting.done().join();
            } catch (CompletionException failure) {
                throw new AuditFailedException(failure);
            }
        };
    }

    private void write() {
        var batch = new ArrayList<Waiting>();
        try {
            var isLast = false;
            while (!isLast) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, AT_A_TIME - 1);
                isLast = batch.remove(END);
                append(batch);
            }
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException("nobody interrupts the audit trail", unexpected);
        }
    }

    private void append(List<Waiting> batch) {
        try {
            insert(batch.stream().map(Waiting::event).toList());
            batch.forEach(waiting -> waiting.done().complete(null));
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).log("the audit trail could not be written; the requests are refused");
            batch.forEach(waiting -> waiting.done().completeExceptionally(failure));
        }
    }

    private record Head(long number, String hash) {}

    /// Only the writer's thread comes here. Another instance of the service may write to the same trail: then the
    /// number is taken, and the end is looked up anew.
    private void insert(List<Event> events) {
        while (true) {
            try {
                head = insert(events, head == null ? jdbi.withHandle(this::head) : head);
                return;
            } catch (UnableToExecuteStatementException failure) {
                head = null;
                if (!isTaken(failure)) {
                    throw failure;
                }
            }
        }
    }

    private static boolean isTaken(UnableToExecuteStatementException failure) {
        return failure.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState());
    }

    private Head insert(List<Event> events, Head end) {
        var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var entries = new ArrayList<Entry>();
        var last = end;
        for (var event : events) {
            var entry = Entry.next(last.number(), last.hash(), at, event);
            entries.add(entry);
            last = new Head(entry.number(), entry.hash());
        }
        if (entries.size() == 1) {
            // A transaction of one statement is one round trip.
            jdbi.useHandle(handle ->
                    bind(handle.createUpdate(insert), entries.getFirst()).execute());
        } else {
            jdbi.useTransaction(handle -> {
                var batch = handle.prepareBatch(insert);
                entries.forEach(entry -> bind(batch, entry).add());
                batch.execute();
            });
        }
        if (last.number() / HEAD_EVERY > end.number() / HEAD_EVERY) {
            note(last);
        }
        return last;
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Entry entry) {
        var event = entry.event();
        return statement
                .bind("number", entry.number())
                .bind("at", OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC))
                .bindMethods(event)
                .bindArray("patients", UUID.class, event.patients().toArray())
                .bind("hash", HexFormat.of().parseHex(entry.hash()));
    }

    private Head head(Handle handle) {
        return handle.createQuery("select number, hash from %s order by number desc limit 1".formatted(table))
                .map((row, _) -> new Head(row.getLong(1), HexFormat.of().formatHex(row.getBytes(2))))
                .findOne()
                .orElse(new Head(0, Entry.BEFORE_THE_FIRST));
    }

    /// Logs go elsewhere: so it can be shown later that the end of a trail was cut off.
    private void note(Head head) {
        LOG.atInfo()
                .addKeyValue("trail", table)
                .addKeyValue("number", head.number())
                .addKeyValue("hash", head.hash())
                .log("head of the audit trail");
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            queue.add(END);
        }
        try {
            writer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
