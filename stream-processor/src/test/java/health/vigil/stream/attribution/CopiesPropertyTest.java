package health.vigil.stream.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.schemas.MealContext;
import health.vigil.schemas.ReceivedReading;
import health.vigil.stream.samples.ReceivedReadings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CopiesPropertyTest {

    @Provide
    Arbitrary<List<ReceivedReading>> copies() {
        return ReceivedReadings.copies();
    }

    @Property(tries = 300)
    void makesTheSameReadingOfCopiesInWhateverOrderTheyCome(
            @ForAll("copies") List<ReceivedReading> copies, @ForAll Random random) {
        var shuffled = new ArrayList<>(copies);
        Collections.shuffle(shuffled, random);

        assertThat(merged(shuffled)).isEqualTo(merged(copies));
    }

    @Property(tries = 300)
    void makesTheSameReadingOfCopiesInWhateverGroupsTheyAreMerged(
            @ForAll("copies") List<ReceivedReading> copies, @ForAll Random random) {
        var split = random.nextInt(copies.size());
        var first = copies.subList(0, split + 1);
        var second = copies.subList(split, copies.size());

        assertThat(Copies.merge(merged(first), merged(second))).isEqualTo(merged(copies));
    }

    @Property(tries = 300)
    void changesNothingWhenACopyComesAgain(@ForAll("copies") List<ReceivedReading> copies, @ForAll Random random) {
        var again = copies.get(random.nextInt(copies.size()));

        assertThat(Copies.merge(merged(copies), again)).isEqualTo(merged(copies));
    }

    @Property(tries = 300)
    void keepsWhatTheReadingIs(@ForAll("copies") List<ReceivedReading> copies) {
        var one = copies.getFirst();

        assertThat(merged(copies))
                .returns(one.getId(), ReceivedReading::getId)
                .returns(one.getDeviceId(), ReceivedReading::getDeviceId)
                .returns(one.getUserSlot(), ReceivedReading::getUserSlot)
                .returns(one.getKind(), ReceivedReading::getKind)
                .returns(one.getMeasuredAt(), ReceivedReading::getMeasuredAt)
                .returns(one.getMeasurements(), ReceivedReading::getMeasurements);
    }

    @Property(tries = 100)
    void keepsTheFirstReceiptTheDoubtAboutTheClockAndWhatAnyCopyKnows(@ForAll("copies") List<ReceivedReading> copies) {
        var one = copies.getFirst();
        var early = one.getReceivedAt().minusSeconds(1);

        var merged = Copies.merge(without(one), copy(one, early));

        assertThat(merged)
                .returns(early, ReceivedReading::getReceivedAt)
                .returns(true, ReceivedReading::getClockSuspect)
                .returns(MealContext.BEDTIME, ReceivedReading::getMeal)
                .returns(false, ReceivedReading::getManual)
                .returns("a device's id", ReceivedReading::getDeviceReadingId)
                .returns(7L, ReceivedReading::getSequence);
    }

    private static ReceivedReading without(ReceivedReading reading) {
        return ReceivedReading.newBuilder(reading)
                .setClockSuspect(false)
                .setManual(true)
                .setMeal(null)
                .setDeviceReadingId(null)
                .setSequence(null)
                .build();
    }

    private static ReceivedReading copy(ReceivedReading reading, Instant receivedAt) {
        return ReceivedReading.newBuilder(reading)
                .setReceivedAt(receivedAt)
                .setClockSuspect(true)
                .setManual(false)
                .setMeal(MealContext.BEDTIME)
                .setDeviceReadingId("a device's id")
                .setSequence(7L)
                .build();
    }

    private static ReceivedReading merged(List<ReceivedReading> copies) {
        return copies.stream().reduce(Copies::merge).orElseThrow();
    }
}
