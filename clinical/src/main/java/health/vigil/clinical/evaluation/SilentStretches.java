package health.vigil.clinical.evaluation;

import health.vigil.clinical.evaluation.Evaluation.Due;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the times in which expected readings of one kind did not come.
///
/// A silence belongs to the last reading before it, or to the beginning of the plan. It begins when so many expected
/// readings in a row were missed and the grace is over, and ends with the next reading.
final class SilentStretches implements Stretches {

    private static final int DAYS_AHEAD = 400;
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm z", Locale.ENGLISH);

    private final Patient patient;
    private final String ruleId;
    private final ReadingKind kind;
    private final PlanHistory plans;
    private final Supplier<Presence> presence;
    private final Map<Day, List<Expected>> expectedOn = new HashMap<>();

    SilentStretches(Patient patient, String ruleId, Supplier<Presence> presence) {
        this.patient = patient;
        this.ruleId = ruleId;
        this.plans = patient.plans();
        this.kind = plans.kinds(ruleId).iterator().next();
        this.presence = presence;
    }

    /// The last reading before a silence, or the beginning of the plan.
    private record Anchor(
            Position position, Instant receivedAt, @Nullable Reading reading) {

        static Anchor of(Reading reading) {
            return new Anchor(reading.position(), reading.receivedAt(), reading);
        }

        Cause cause() {
            var text = reading == null ? "no reading yet" : reading.text();
            return new Cause(position.id(), position.measuredAt(), receivedAt, text);
        }

        /// Whether what is expected from that moment on is expected after this; a reading at that very moment is it.
        boolean isBefore(Instant begin) {
            return position.measuredAt().isBefore(begin)
                    || (reading == null && position.measuredAt().equals(begin));
        }
    }

    @Override
    public Stretch whole(Consumer<Due> dues) {
        return stretch(Position.START, Position.END, dues);
    }

    /// That after the last reading, whatever its time.
    Stretch latest(Consumer<Due> dues) {
        return stretch(secondLast(lastTwoBefore(Instant.MAX)), Position.END, dues);
    }

    private static Position secondLast(List<Reading> before) {
        return before.size() < 2 ? Position.START : before.getLast().position();
    }

    private List<Reading> lastTwoBefore(Instant moment) {
        var before = new ArrayList<Reading>();
        patient.timeline(kind).backward(moment, reading -> {
            if (Evaluation.isTrusted(reading)) {
                before.add(reading);
            }
            return before.size() < 2;
        });
        return before;
    }

    /// Those of the last reading before that moment and of readings at it.
    @Override
    public Stretch around(Instant changed, Consumer<Due> dues) {
        var before = lastTwoBefore(changed);
        var after = secondLast(before);
        var until = new Position(changed, Position.END.id());
        var beginning = beginning().position();
        return stretch(after, before.isEmpty() && beginning.compareTo(until) > 0 ? beginning : until, dues);
    }

    @Override
    public Stretch since(Instant changed, Consumer<Due> dues) {
        return stretch(secondLast(lastTwoBefore(changed)), Position.END, dues);
    }

    @Override
    public List<Reading> evidence(Reading reading) {
        return List.of(reading);
    }

    private Stretch stretch(Position after, Position until, Consumer<Due> dues) {
        var episodes = new ArrayList<Episode>();
        var last = new Anchor[] {after.equals(Position.START) ? beginning() : null};
        patient.timeline(kind).forward(after.equals(Position.START) ? Instant.MIN : after.measuredAt(), reading -> {
            if (!Evaluation.isTrusted(reading) || reading.position().compareTo(after) <= 0) {
                return true;
            }
            var anchor = last[0];
            // The plan's beginning is no anchor where somebody measured before it.
            if (anchor != null && anchor.position().compareTo(reading.position()) < 0) {
                silence(anchor, reading, dues).ifPresent(episodes::add);
            }
            last[0] = Anchor.of(reading);
            return reading.position().compareTo(until) <= 0;
        });
        var anchor = last[0];
        if (anchor != null && anchor.position().compareTo(until) <= 0) {
            silence(anchor, null, dues).ifPresent(episodes::add);
        }
        return new Stretch(ruleId, after, until, episodes);
    }

    private Anchor beginning() {
        var beginning = plans.beginning();
        return new Anchor(new Position(beginning, NameBased.uuid(patient.id(), ruleId, beginning)), beginning, null);
    }

    private Optional<Episode> silence(Anchor anchor, @Nullable Reading next, Consumer<Due> dues) {
        var deadline = deadline(anchor, next);
        if (deadline.isEmpty()) {
            return Optional.empty();
        }
        var since = deadline.get();
        if (next == null && since.isAfter(patient.now())) {
            dues.accept(new Due(since, kind, anchor.position().measuredAt(), true));
            return Optional.empty();
        }
        return next != null && !since.isBefore(next.measuredAt())
                ? Optional.empty()
                : Optional.of(episode(anchor, since, next));
    }

    private Episode episode(Anchor anchor, Instant since, @Nullable Reading next) {
        var plan = plans.at(since);
        var rule = plan.rule(ruleId).orElseThrow();
        UUID id = anchor.position().id();
        var first = anchor.cause();
        return new Episode(
                Episode.identify(patient.id(), ruleId, id),
                ruleId,
                plans.versionAt(since),
                rule.severity(),
                kind,
                rule.title() + ": " + reason(anchor, plan.zone(), next == null),
                first,
                first,
                new Cause(id, since, since, "no reading"),
                0,
                false,
                next != null && isLate(next),
                false,
                Optional.ofNullable(next).map(Reading::measuredAt));
    }

    /// A silence that a late reading tells of is known to be over.
    private boolean isLate(Reading next) {
        return Duration.between(next.measuredAt(), next.receivedAt())
                        .compareTo(plans.at(next.measuredAt()).lateAfter())
                > 0;
    }

    private String reason(Anchor anchor, ZoneId zone, boolean lasts) {
        var since = LOCAL.format(anchor.position().measuredAt().atZone(zone));
        var what = "no %s reading since %s".formatted(kind.code(), since);
        return what + (lasts ? explanation(zone) : ".");
    }

    private String explanation(ZoneId zone) {
        var presence = this.presence.get();
        return switch (presence.silent()) {
            case NOT_MEASURED -> "; the device is online: nothing was measured.";
            case OFFLINE ->
                presence.devices().stream()
                        .map(Presence.Device::since)
                        .max(Comparator.naturalOrder())
                        .map(since -> "; the device is offline since " + LOCAL.format(since.atZone(zone)) + ".")
                        .orElse(".");
            case UNKNOWN -> "; the device never said whether it is online.";
        };
    }

    /// When so many expected readings in a row after the anchor will have been missed, and the grace is over.
    ///
    /// @param next no silence begins after it
    private Optional<Instant> deadline(Anchor anchor, @Nullable Reading next) {
        var missed = 0;
        // By versions and then by days: after a journey over the date line, a later part may belong to an earlier day.
        var version = Optional.of(later(anchor.position().measuredAt(), plans.beginning()));
        while (version.isPresent()) {
            var last = lastDay(version.get(), next);
            for (var day = plans.dayOf(version.get()); !day.isAfter(last); day = day.plusDays(1)) {
                for (var expected : expectedOn.computeIfAbsent(new Day(version.get(), day), this::expected)) {
                    missed += anchor.isBefore(expected.begin()) ? 1 : 0;
                    var since = expected.end().plus(expected.silence().grace());
                    // Nothing is said by a rule that is in the plan no more.
                    if (missed >= expected.silence().missed()
                            && silenceAt(since).isPresent()) {
                        return Optional.of(since);
                    }
                }
            }
            version = plans.nextChange(version.get());
        }
        return Optional.empty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /// The last day of a version that matters, as its own calendar counts.
    private LocalDate lastDay(Instant version, @Nullable Reading next) {
        return Stream.concat(
                        plans.nextChange(version).stream(), Optional.ofNullable(next).map(Reading::measuredAt).stream())
                .min(Comparator.naturalOrder())
                .map(end -> LocalDate.ofInstant(end, plans.at(version).zone()))
                .orElseGet(() -> plans.dayOf(version).plusDays(DAYS_AHEAD));
    }

    /// A part of a local day in which a reading is expected.
    private record Expected(Instant begin, Instant end, Silence silence) {}

    /// A local day of that version of the plan.
    private record Day(Instant version, LocalDate date) {}

    /// The readings expected on that day, where the version is in force when that part of it begins.
    private List<Expected> expected(Day of) {
        var day = of.date();
        var version = of.version();
        var plan = plans.at(version);
        var schedule = plan.schedule(kind);
        if (schedule.isEmpty() || isOver(day, version, schedule.get().days())) {
            return List.of();
        }
        var found = new ArrayList<Expected>();
        var parts = schedule.get().parts().stream()
                .sorted(Comparator.comparing(PartOfDay::from))
                .toList();
        for (var part : parts) {
            var begin = day.atTime(part.from()).atZone(plan.zone()).toInstant();
            var isOn = plan.rule(ruleId).filter(rule -> rule.isOnAt(begin)).isPresent();
            // The calendar of a place may skip a day.
            if (isOn
                    && plans.beginningOf(begin).equals(plans.beginningOf(version))
                    && !begin.isBefore(plans.beginning())
                    && plans.dayOf(begin).equals(day)) {
                silenceAt(begin)
                        .map(silence -> new Expected(begin, end(day, part, plan.zone()), silence))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Silence> silenceAt(Instant moment) {
        return plans.at(moment)
                .rule(ruleId)
                .map(Rule::condition)
                .filter(Silence.class::isInstance)
                .map(Silence.class::cast);
    }

    private boolean isOver(LocalDate day, Instant version, Optional<Integer> days) {
        var from = plans.dayOf(plans.beginningOf(version));
        return days.filter(count -> !day.isBefore(from.plusDays(count))).isPresent();
    }

    private static Instant end(LocalDate day, PartOfDay part, ZoneId zone) {
        var local = part.untilHour() == 24 ? day.plusDays(1).atStartOfDay() : day.atTime(part.untilHour(), 0);
        return local.atZone(zone).toInstant();
    }
}
