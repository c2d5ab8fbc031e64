package health.vigil.stream.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.schemas.NumberRange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NumbersTest {

    private static final Numbers NONE = new Numbers(List.of(), 0, 0);

    @Property
    void rangesHoldExactlyTheNumbersThatCameInWhateverOrder(
            @ForAll @Size(max = 40) List<@LongRange(min = 0, max = 60) Long> came) {
        var numbers = NONE;
        var seen = new HashSet<Long>();
        var reused = 0L;
        for (var number : came) {
            reused += seen.add(number) ? 0 : 1;
            numbers = numbers.with(number, true);
        }

        assertThat(unrolled(numbers)).isEqualTo(seen);
        assertThat(numbers.reused()).isEqualTo(reused);
        for (var next = 1; next < numbers.ranges().size(); next++) {
            assertThat(numbers.ranges().get(next).getFirst())
                    .isGreaterThan(numbers.ranges().get(next - 1).getLast() + 1);
        }
    }

    private static Set<Long> unrolled(Numbers numbers) {
        var all = new HashSet<Long>();
        numbers.ranges().forEach(range -> LongStream.rangeClosed(range.getFirst(), range.getLast())
                .forEach(all::add));
        return all;
    }

    @Test
    void aCopyOfAReadingDoesNotUseItsNumberAgain() {
        assertThat(NONE.with(7, true).with(7, false).reused()).isZero();
        assertThat(NONE.with(7, true).with(7, true).reused()).isEqualTo(1);
    }

    @Test
    void theLowestGapIsGivenUpWhenThereAreTooManyAndItsNumbersStayMissing() {
        var numbers = NONE;
        for (var number = 0L; number <= 10L * Numbers.MOST_RANGES; number += 10) {
            numbers = numbers.with(number, true);
        }

        assertThat(numbers.ranges()).hasSize(Numbers.MOST_RANGES);
        assertThat(numbers.ranges().getFirst()).isEqualTo(new NumberRange(0L, 10L));
        assertThat(numbers.forgotten()).isEqualTo(9);
    }

    @Test
    void numbersThatNoRangeCanHoldAreLeftOut() {
        assertThat(NONE.with(-1, true).with(Long.MAX_VALUE, true)).isEqualTo(NONE);
        assertThat(NONE.with(Long.MAX_VALUE - 1, true).with(0, true).ranges()).hasSize(2);
    }
}
