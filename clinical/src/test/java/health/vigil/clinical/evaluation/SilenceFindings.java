package health.vigil.clinical.evaluation;

import health.vigil.clinical.oracle.RuleOracle;
import health.vigil.clinical.oracle.SilenceOracle;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A silence is the time after a reading, or after the beginning of the plan where nobody measured before, in which
/// expected readings did not come; the next reading ends it.
record SilenceFindings(Life life, RuleOracle rules, String id, ReadingKind kind) {

    Stream<Finding> all() {
        var oracle = new SilenceOracle(life.calendar(), rules, id, kind);
        var readings = life.calendar().trusted(kind);
        var afterReadings = IntStream.range(0, readings.size()).boxed().flatMap(i -> {
            var reading = readings.get(i);
            var next = readings.stream().skip(i + 1L).findFirst();
            return finding(reading.position(), oracle.after(reading.measuredAt()), next).stream();
        });
        var beginning = beginning();
        return readings.isEmpty() || readings.getFirst().position().compareTo(beginning) > 0
                ? Stream.concat(
                        finding(
                                beginning,
                                oracle.fromTheBeginning(),
                                readings.stream().findFirst())
                                .stream(),
                        afterReadings)
                : afterReadings;
    }

    private Position beginning() {
        var moment = life.versions().firstKey();
        return new Position(moment, NameBased.uuid(Readings.PATIENT, id, moment));
    }

    private Optional<Finding> finding(Position anchor, Optional<Instant> silent, Optional<Reading> next) {
        var end = next.map(Reading::measuredAt);
        return silent.filter(since -> since.isBefore(end.orElse(life.now().plusNanos(1))))
                .map(since -> new Finding(
                        id,
                        life.calendar().versionAt(since),
                        rules.rule(id, since).orElseThrow().severity(),
                        kind,
                        anchor,
                        anchor,
                        new Position(since, anchor.id()),
                        0,
                        false,
                        next.filter(this::isLate).isPresent(),
                        false,
                        end));
    }

    private boolean isLate(Reading next) {
        var delay = Duration.between(next.measuredAt(), next.receivedAt());
        return delay.compareTo(life.calendar().planAt(next.measuredAt()).lateAfter()) > 0;
    }
}
