package health.vigil.alerts.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Who is on call: shifts that come back every week, and what differs from them for once.
///
/// @param substitutions the latest that covers a moment wins
public record Rota(String name, List<Shift> shifts, List<Substitution> substitutions) {

    /// How finely gaps are looked for. All zones of today change by whole quarters of an hour, shifts begin on them.
    private static final Duration GRAIN = Duration.ofMinutes(15);

    public Rota {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a rota needs a name");
        }
        shifts = List.copyOf(shifts);
        substitutions = List.copyOf(substitutions);
    }

    /// Who is on call at that moment; empty is a gap.
    public Optional<String> onCall(Instant moment, ZoneId zone) {
        var substitution = substitutions.reversed().stream()
                .filter(one -> one.covers(moment))
                .findFirst();
        if (substitution.isPresent()) {
            return substitution.get().who();
        }
        var local = moment.atZone(zone).toLocalDateTime();
        return shifts.stream()
                .filter(shift -> shift.covers(local))
                .map(Shift::person)
                .findFirst();
    }

    /// A time in which the same person, or nobody, is on call.
    ///
    /// @param until exclusive
    public record Turn(Instant from, Instant until, Optional<String> person) {}

    /// Who is on call from then to then, turn by turn.
    ///
    /// @param isThere whether that person can be called at all; the turn of one who cannot is a gap
    public List<Turn> turns(Instant from, Instant until, ZoneId zone, Predicate<String> isThere) {
        var turns = new ArrayList<Turn>();
        var begin = from;
        var person = onCall(from, zone).filter(isThere);
        for (var moment = next(from); moment.isBefore(until); moment = next(moment)) {
            var then = onCall(moment, zone).filter(isThere);
            if (!then.equals(person)) {
                turns.add(new Turn(begin, moment, person));
                begin = moment;
                person = then;
            }
        }
        turns.add(new Turn(begin, until, person));
        return turns;
    }

    private static Instant next(Instant moment) {
        var grain = GRAIN.toSeconds();
        return Instant.ofEpochSecond((moment.getEpochSecond() / grain + 1) * grain);
    }
}
