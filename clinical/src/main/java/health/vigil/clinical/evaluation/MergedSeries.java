package health.vigil.clinical.evaluation;

import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Several series as one, for rules that look at more than one kind of reading.
record MergedSeries(List<? extends Series> parts) implements Series {

    private static final int PORTION = 32;

    @Override
    public void forward(Instant from, Predicate<Reading> visitor) {
        merge(parts.stream().map(part -> new Cursor(part, from, true)).toList(), Reading.BY_TIME, visitor);
    }

    @Override
    public void backward(Instant before, Predicate<Reading> visitor) {
        merge(
                parts.stream().map(part -> new Cursor(part, before, false)).toList(),
                Reading.BY_TIME.reversed(),
                visitor);
    }

    private static void merge(List<Cursor> cursors, Comparator<Reading> order, Predicate<Reading> visitor) {
        Optional<Cursor> next;
        do {
            next = cursors.stream().filter(Cursor::hasNext).min(Comparator.comparing(Cursor::peek, order));
        } while (next.isPresent() && visitor.test(next.get().take()));
    }

    /// Walks one series in portions.
    private static final class Cursor {

        private final Series series;
        private final Instant start;
        private final boolean forward;
        private final Deque<Reading> portion = new ArrayDeque<>();
        private @Nullable Reading last;
        private boolean exhausted;

        Cursor(Series series, Instant start, boolean forward) {
            this.series = series;
            this.start = start;
            this.forward = forward;
        }

        boolean hasNext() {
            if (portion.isEmpty() && !exhausted) {
                fetch();
            }
            return !portion.isEmpty();
        }

        Reading peek() {
            return portion.getFirst();
        }

        Reading take() {
            last = portion.removeFirst();
            return last;
        }

        private void fetch() {
            var behind = last;
            var order = forward ? Reading.BY_TIME : Reading.BY_TIME.reversed();
            Predicate<Reading> keep = reading -> {
                if (behind == null || order.compare(reading, behind) > 0) {
                    portion.add(reading);
                }
                return portion.size() < PORTION;
            };
            if (forward) {
                series.forward(behind == null ? start : behind.measuredAt(), keep);
            } else {
                series.backward(behind == null ? start : behind.measuredAt().plusMillis(1), keep);
            }
            exhausted = portion.size() < PORTION;
        }
    }
}
