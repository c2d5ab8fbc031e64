package health.vigil.stream.attribution;

import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.ReadingMark;
import java.util.LinkedHashSet;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Record;

/// Applies what people say of readings, and what they take back. A mark of a reading that has not come yet waits.
final class Corrections extends Attributing<DeviceCorrections> {

    @Override
    public void process(Record<UUID, DeviceCorrections> changed) {
        var earlier = marks(changed.key());
        var before = earlier.marks();
        corrections().put(changed.key(), changed.value());
        var later = Marks.of(changed.value());
        var now = later.marks();
        var different = new LinkedHashSet<ReadingMark>();
        before.stream().filter(mark -> !now.contains(mark)).forEach(different::add);
        now.stream().filter(mark -> !before.contains(mark)).forEach(different::add);
        different.stream()
                .map(mark -> find(changed.key(), mark.getMeasuredAt(), mark.getReadingId()))
                .distinct()
                .forEach(attributed -> {
                    if (attributed != null) {
                        attributed.patient().ifPresent(patient -> publish(changed, patient, attributed.reading()));
                        var reading = attributed.reading().getId();
                        ledgers()
                                .marked(
                                        changed.key(),
                                        earlier.standing(attributed.patient(), reading),
                                        later.standing(attributed.patient(), reading));
                    }
                });
    }
}
