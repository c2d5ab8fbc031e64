package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.History.Dated;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A part of a series held in memory, with each reading's local day; it grows at both ends as somebody walks on. All
/// rules of one evaluation share it, so that each reading is fetched once.
final class Timeline implements Series {

    private static final int PORTION = 64;

    private final Series source;
    private final PlanHistory plans;
    private List<Dated> held = new ArrayList<>();
    // How many of them were put before those that were held first.
    private int older;
    private boolean begun;
    private boolean oldestHeld;
    private boolean newestHeld;

    Timeline(Series source, PlanHistory plans) {
        this.source = source;
        this.plans = plans;
    }

    @Override
    public void forward(Instant from, Predicate<Reading> visitor) {
        walk(from, dated -> visitor.test(dated.reading()));
    }

    /// Like [#forward], with the local days.
    void walk(Instant from, Predicate<Dated> visitor) {
        reachBackTo(from);
        reachForwardTo(from);
        // By place and not by index: the visitor may itself look further back.
        for (var place = firstAtOrAfter(from) - older; place + older < held.size() || fetchNewer(); place++) {
            if (!visitor.test(held.get(place + older))) {
                return;
            }
        }
    }

    @Override
    public void backward(Instant before, Predicate<Reading> visitor) {
        walkBack(before, dated -> visitor.test(dated.reading()));
    }

    /// Like [#backward], with the local days.
    void walkBack(Instant before, Predicate<Dated> visitor) {
        reachBackTo(before);
        reachForwardTo(before);
        for (var place = firstAtOrAfter(before) - older - 1; place + older >= 0 || fetchOlder(); place--) {
            if (!visitor.test(held.get(place + older))) {
                return;
            }
        }
    }

    /// Keeps what is held equal to the source, in which that reading is now; what is not held is fetched when needed.
    void put(Reading reading) {
        var at = indexOf(reading.position());
        if (at >= 0) {
            held.set(at, dated(reading));
            return;
        }
        var before = -at - 1;
        var isHeld = begun && (before > 0 || oldestHeld) && (before < held.size() || newestHeld);
        if (isHeld) {
            held.add(before, dated(reading));
        }
    }

    /// The same for a reading that is in the source no more.
    void remove(Position position) {
        var at = indexOf(position);
        if (at >= 0) {
            held.remove(at);
        }
        if (held.isEmpty()) {
            begun = false;
            oldestHeld = false;
            newestHeld = false;
        }
    }

    int size() {
        return held.size();
    }

    /// As [java.util.Collections#binarySearch] gives it.
    private int indexOf(Position position) {
        var low = 0;
        var high = held.size() - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var order = held.get(middle).reading().position().compareTo(position);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private void begin(Instant moment) {
        if (!begun) {
            begun = true;
            source.forward(moment, reading -> {
                held.add(dated(reading));
                return held.size() < PORTION;
            });
            newestHeld = held.size() < PORTION;
        }
    }

    /// Everything from that moment on, as far as it is held, is held without a gap.
    private void reachBackTo(Instant moment) {
        begin(moment);
        while (!oldestHeld
                && (held.isEmpty() || !held.getFirst().reading().measuredAt().isBefore(moment))) {
            fetchOlder();
        }
    }

    private void reachForwardTo(Instant moment) {
        while (!newestHeld
                && (held.isEmpty() || held.getLast().reading().measuredAt().isBefore(moment))) {
            fetchNewer();
        }
    }

    private boolean fetchNewer() {
        if (newestHeld) {
            return false;
        }
        var last = held.getLast().reading();
        var before = held.size();
        source.forward(last.measuredAt(), reading -> {
            if (Reading.BY_TIME.compare(reading, last) > 0) {
                held.add(dated(reading));
            }
            return held.size() < before + PORTION;
        });
        newestHeld = held.size() < before + PORTION;
        return held.size() > before;
    }

    private boolean fetchOlder() {
        if (oldestHeld) {
            return false;
        }
        var portion = new ArrayDeque<Dated>();
        if (held.isEmpty()) {
            source.backward(Instant.MAX, reading -> {
                portion.addFirst(dated(reading));
                return portion.size() < PORTION;
            });
        } else {
            var first = held.getFirst().reading();
            source.backward(first.measuredAt().plusMillis(1), reading -> {
                if (Reading.BY_TIME.compare(reading, first) < 0) {
                    portion.addFirst(dated(reading));
                }
                return portion.size() < PORTION;
            });
        }
        oldestHeld = portion.size() < PORTION;
        var joined = new ArrayList<Dated>(portion.size() + held.size() + PORTION);
        joined.addAll(portion);
        joined.addAll(held);
        held = joined;
        older += portion.size();
        return !portion.isEmpty();
    }

    private Dated dated(Reading reading) {
        var moment = reading.measuredAt();
        var local = LocalDateTime.ofInstant(moment, plans.at(moment).zone());
        return new Dated(reading, local.toLocalDate(), local.toLocalTime());
    }

    private int firstAtOrAfter(Instant moment) {
        var low = 0;
        var high = held.size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (held.get(middle).reading().measuredAt().isBefore(moment)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
