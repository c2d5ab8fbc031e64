package health.vigil.kit.audit;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The trail of a service, in its own schema. One thread writes what many requests wait for, as many at a time as have
/// come together, so that sealing one entry after the other costs each request one commit at most.
public final class Audit implements AuditTrail, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final int AT_A_TIME = 500;
    private static final int HEAD_EVERY = 1000;

    private record Waiting(Event event, CompletableFuture<Void> done) {}

    private static final Waiting END =
            new Waiting(new Event("", "", "", "", "", 0, List.of()), new CompletableFuture<>());

    private final Jdbi jdbi;
    private final String table;
    private final Clock clock;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private boolean isClosed;
    private final Thread writer = Thread.ofPlatform().name("audit").daemon().unstarted(this::write);

    /// @param schema `care` or `alerts`
    public Audit(Jdbi jdbi, String schema, Clock clock) {
        this.jdbi = jdbi;
        this.table = schema + ".audit_entry";
        this.clock = clock;
    }

    public Audit start() {
        writer.start();
        return this;
    }

    @Override
    public void record(Event event) {
        var waiting = new Waiting(event, new CompletableFuture<>());
        synchronized (this) {
            if (isClosed) {
                throw new AuditFailedException(new IllegalStateException("the audit trail is closed"));
            }
            queue.add(waiting);
        }
        try {
            waiting.done().join();
        } catch (CompletionException failure) {
            throw new AuditFailedException(failure);
        }
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

    private void insert(List<Event> events) {
        jdbi.useTransaction(handle -> {
            // Another instance of the service may write to the same trail.
            handle.execute("select pg_advisory_xact_lock(hashtext(?))", table);
            var head = head(handle);
            var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var batch = handle.prepareBatch("""
                    insert into %s (number, at, who, part, address, action, subject, status, patients, hash)
                    values (:number, :at, :who, :part, :address, :action, :subject, :status, :patients, :hash)
                    """.formatted(table));
            for (var event : events) {
                var entry = Entry.next(head.number(), head.hash(), at, event);
                batch.bind("number", entry.number())
                        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                        .bindMethods(event)
                        .bindArray("patients", UUID.class, event.patients().toArray())
                        .bind("hash", HexFormat.of().parseHex(entry.hash()))
                        .add();
                head = new Head(entry.number(), entry.hash());
                if (head.number() % HEAD_EVERY == 0) {
                    note(head);
                }
            }
            batch.execute();
        });
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
