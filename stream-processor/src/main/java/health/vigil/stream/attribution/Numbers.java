package health.vigil.stream.attribution;

import health.vigil.schemas.NumberRange;
import java.util.ArrayList;
import java.util.List;

/// The numbers that a device gave its readings, whatever the order in which they came.
///
/// @param ranges without gaps, in ascending order
/// @param forgotten missing numbers of the lowest gaps, which were given up so that there are not too many ranges
/// @param reused readings with the number of another: the device began to count anew
record Numbers(List<NumberRange> ranges, long forgotten, long reused) {

    static final int MOST_RANGES = 64;

    /// @param first whether the reading came for the first time, and so has its number for itself
    Numbers with(long number, boolean first) {
        // The highest number has none after it, which ranges in the database need.
        if (number < 0 || number == Long.MAX_VALUE) {
            return this;
        }
        var at = 0;
        while (at < ranges.size() && ranges.get(at).getLast() < number) {
            at++;
        }
        if (at < ranges.size() && ranges.get(at).getFirst() <= number) {
            return first ? new Numbers(ranges, forgotten, reused + 1) : this;
        }
        return inserted(at, number);
    }

    private Numbers inserted(int at, long number) {
        var all = new ArrayList<>(ranges);
        var before = at > 0 && all.get(at - 1).getLast() == number - 1;
        var after = at < all.size() && all.get(at).getFirst() == number + 1;
        var range = new NumberRange(
                before ? all.get(at - 1).getFirst() : number,
                after ? all.get(at).getLast() : number);
        all.subList(before ? at - 1 : at, after ? at + 1 : at).clear();
        all.add(before ? at - 1 : at, range);
        return new Numbers(all, forgotten, reused).bounded();
    }

    private Numbers bounded() {
        if (ranges.size() <= MOST_RANGES) {
            return this;
        }
        var lowest = ranges.getFirst();
        var next = ranges.get(1);
        var joined = new ArrayList<>(ranges.subList(1, ranges.size()));
        joined.set(0, new NumberRange(lowest.getFirst(), next.getLast()));
        return new Numbers(joined, forgotten + next.getFirst() - lowest.getLast() - 1, reused);
    }
}
