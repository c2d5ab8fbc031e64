package health.vigil.clinical.evaluation;

import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/// A patient's readings of one kind in the order of [Reading#BY_TIME], walked only as far as someone needs.
public interface Series {

    /// Walks from that moment (inclusive) to the newest, until the visitor says false.
    void forward(Instant from, Predicate<Reading> visitor);

    /// Walks from that moment (exclusive) to the oldest, until the visitor says false.
    void backward(Instant before, Predicate<Reading> visitor);

    /// A series of readings that are all in memory, in any order and with any repetitions.
    static Series of(Collection<Reading> readings) {
        return new SortedSeries(
                readings.stream().sorted(Reading.BY_TIME).distinct().toList());
    }

    /// The whole of it, in memory.
    record SortedSeries(List<Reading> readings) implements Series {

        @Override
        public void forward(Instant from, Predicate<Reading> visitor) {
            for (var i = firstAtOrAfter(from); i < readings.size() && visitor.test(readings.get(i)); i++) {}
        }

        @Override
        public void backward(Instant before, Predicate<Reading> visitor) {
            for (var i = firstAtOrAfter(before) - 1; i >= 0 && visitor.test(readings.get(i)); i--) {}
        }

        private int firstAtOrAfter(Instant moment) {
            var low = 0;
            var high = readings.size();
            while (low < high) {
                var middle = (low + high) >>> 1;
                if (readings.get(middle).measuredAt().isBefore(moment)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
