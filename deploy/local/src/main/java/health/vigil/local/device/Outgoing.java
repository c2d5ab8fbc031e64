package health.vigil.local.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The messages of a device, by number from 0, each from when it is taken until it is confirmed, and what became of it.
final class Outgoing {

    private final AtomicInteger count = new AtomicInteger();
    private final NavigableMap<Integer, Message> open = new ConcurrentSkipListMap<>();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
    private final NavigableMap<Integer, List<JsonNode>> receipts = new ConcurrentSkipListMap<>();

    /// Those that were not sent on this connection yet.
    private final BlockingQueue<Integer> unsent = new LinkedBlockingQueue<>();

    int add(Message message) {
        var number = count.getAndIncrement();
        open.put(number, message);
        unsent.add(number);
        return number;
    }

    int count() {
        return count.get();
    }

    /// A new connection sends all that is not confirmed.
    void sendAgain() {
        unsent.clear();
        unsent.addAll(open.keySet());
    }

    Optional<Integer> nextUnsent(long millis) throws InterruptedException {
        return Optional.ofNullable(unsent.poll(millis, TimeUnit.MILLISECONDS));
    }

    /// Empty once it is confirmed.
    Optional<Message> waiting(int number) {
        return Optional.ofNullable(open.get(number));
    }

    int unconfirmed() {
        return open.size();
    }

    void confirm(int number) {
        open.remove(number);
    }

    void acknowledge(int number) {
        acknowledged.add(number);
    }

    void refuse(int number) {
        refused.add(number);
    }

    /// Whether it is the first receipt of that message.
    boolean receipt(int number, List<JsonNode> outcomes) {
        return receipts.put(number, List.copyOf(outcomes)) == null;
    }

    Set<Integer> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    Set<Integer> refused() {
        return Set.copyOf(refused);
    }

    NavigableMap<Integer, List<JsonNode>> receipts() {
        return receipts;
    }
}
