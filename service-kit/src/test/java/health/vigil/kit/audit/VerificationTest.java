package health.vigil.kit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// A trail that was tampered with anywhere but at its end does not pass.
class VerificationTest {

    private static final Instant BEGIN = Instant.parse("2026-11-26T08:00:00.123456Z");

    @Provide
    Arbitrary<Event> events() {
        var text = Arbitraries.strings().ofMaxLength(8);
        var patients = Arbitraries.create(UUID::randomUUID).list().ofMaxSize(3);
        return Combinators.combine(
                        text, text, text, text, text, Arbitraries.integers().between(200, 599), patients)
                .as(Event::new);
    }

    private static List<Entry> trail(List<Event> events) {
        var trail = new ArrayList<Entry>();
        var hash = Entry.BEFORE_THE_FIRST;
        for (var event : events) {
            var entry = Entry.next(trail.size(), hash, BEGIN.plusMillis(trail.size()), event);
            trail.add(entry);
            hash = entry.hash();
        }
        return trail;
    }

    private static Verification verified(List<Entry> trail) {
        var verification = new Verification();
        trail.forEach(verification::accept);
        return verification;
    }

    @Property(tries = 200)
    void aTrailAsItWasWrittenIsWhole(
            @ForAll("events") Event first, @ForAll @Size(max = 5) List<@IntRange Integer> more) {
        var trail =
                trail(IntStream.rangeClosed(0, more.size()).mapToObj(_ -> first).toList());

        var verification = verified(trail);

        assertThat(verification.fault()).isEmpty();
        assertThat(verification.number()).isEqualTo(trail.size());
        assertThat(verification.hash()).isEqualTo(trail.getLast().hash());
    }

    /// Whoever changes an entry can give it a hash that fits it, but not one that fits the next.
    @Property(tries = 300)
    void anEntryThatWasChangedShows(
            @ForAll("events") Event event, @ForAll("events") Event other, @ForAll @IntRange(max = 3) int changed) {
        var trail = new ArrayList<>(trail(List.of(event, event, event, event, event)));
        var old = trail.get(changed);
        var before =
                changed == 0 ? Entry.BEFORE_THE_FIRST : trail.get(changed - 1).hash();
        trail.set(changed, Entry.next(old.number() - 1, before, old.at(), other));

        var fault = verified(trail).fault();

        assertThat(fault.isPresent()).isEqualTo(!other.equals(event));
    }

    @Property(tries = 100)
    void anEntryThatIsGoneShows(@ForAll("events") Event event, @ForAll @IntRange(max = 3) int gone) {
        var trail = new ArrayList<>(trail(List.of(event, event, event, event, event)));
        trail.remove(gone);

        assertThat(verified(trail).fault()).isPresent();
        assertThat(verified(trail).number()).isEqualTo(gone);
    }

    @Property(tries = 100)
    void entriesThatChangedPlacesShow(@ForAll("events") Event event, @ForAll @IntRange(max = 3) int place) {
        var trail = new ArrayList<>(trail(List.of(event, event, event, event, event)));
        trail.add(place, trail.remove(place + 1));

        assertThat(verified(trail).fault()).isPresent();
    }

    @Example
    void textThatMovesFromOneFieldToTheNextShows() {
        var at = BEGIN;
        var one = Entry.next(0, Entry.BEFORE_THE_FIRST, at, new Event("ab", "c", "", "", "", 200, List.of()));
        var other = Entry.next(0, Entry.BEFORE_THE_FIRST, at, new Event("a", "bc", "", "", "", 200, List.of()));

        assertThat(one.hash()).isNotEqualTo(other.hash());
    }
}
