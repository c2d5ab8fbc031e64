package health.vigil.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.vitals.Position;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeysTest {

    private static final UUID ANNA = UUID.fromString("7fffffff-ffff-4fff-bfff-ffffffffffff");
    private static final UUID BERT = UUID.fromString("80000000-0000-4000-8000-000000000000");
    private static final Keys KEYS = Keys.of(ANNA, "glucose");

    /// From long before 1970 to long after; ids with and without the sign bit, many nearly the same.
    @Provide
    Arbitrary<Position> positions() {
        var moments = Arbitraries.oneOf(
                Arbitraries.longs().between(-3, 3),
                Arbitraries.longs().between(-10_000_000_000_000L, 100_000_000_000_000L));
        var halves =
                Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
        return Combinators.combine(moments, halves, halves)
                .as((millis, high, low) -> new Position(Instant.ofEpochMilli(millis), new UUID(high, low)))
                .withoutEdgeCases();
    }

    @Property
    void ordersTheirBytesAsPositionsAreOrdered(@ForAll("positions") Position one, @ForAll("positions") Position other) {
        assertThat(Integer.signum(KEYS.at(one).compareTo(KEYS.at(other))))
                .isEqualTo(Integer.signum(one.compareTo(other)));
    }

    @Property
    void giveBackThePosition(@ForAll("positions") Position position) {
        assertThat(Keys.position(KEYS.at(position))).isEqualTo(position);
        assertThat(Keys.position(Keys.of(ANNA).at(position))).isEqualTo(position);
    }

    @Property
    void boundARangeThatBeginsWithAMoment(@ForAll("positions") Position position, @ForAll("positions") Position other) {
        var moment = other.measuredAt();

        var begins = KEYS.from(moment).compareTo(KEYS.at(position)) <= 0;

        assertThat(begins).isEqualTo(!position.measuredAt().isBefore(moment));
    }

    @Property
    void boundARangeThatEndsBeforeAMoment(@ForAll("positions") Position position, @ForAll("positions") Position other) {
        var moment = other.measuredAt();

        var ends = KEYS.before(moment).compareTo(KEYS.at(position)) >= 0;

        assertThat(ends).isEqualTo(position.measuredAt().isBefore(moment));
    }

    @Property
    void lieBetweenTheFirstAndTheLastOfTheirOwnerAndName(@ForAll("positions") Position position) {
        assertThat(KEYS.at(position)).isBetween(KEYS.first(), KEYS.last());
        assertThat(KEYS.at(Position.START)).isEqualTo(KEYS.first());
        assertThat(KEYS.at(Position.END)).isEqualTo(KEYS.last());
    }

    @Property
    void lieOutsideTheRangeOfAnyOtherOwnerOrName(@ForAll("positions") Position position) {
        var key = KEYS.at(position);

        assertThat(key).isNotEqualTo(Keys.of(ANNA).at(position));
        assertThat(key).isLessThan(Keys.of(BERT, "glucose").first());
        assertThat(key).isLessThan(Keys.of(ANNA, "glucose-low").first());
        assertThat(key).isGreaterThan(Keys.of(ANNA, "glucos").last());
    }

    @Example
    void reachToBothEndsOfTime() {
        assertThat(KEYS.from(Instant.MIN)).isEqualTo(KEYS.first());
        assertThat(KEYS.before(Instant.MAX)).isEqualTo(KEYS.last());
    }
}
