package health.vigil.kit.audit;

import java.time.Instant;
import java.util.HexFormat;

/// An event in the trail.
///
/// @param number from 1 on, without a gap
/// @param at to the microsecond, as the database keeps it
/// @param hash SHA-256, in hex, of the hash before and of everything else in this entry
public record Entry(long number, Instant at, Event event, String hash) {

    /// What stands in the place of the hash before the first.
    public static final String BEFORE_THE_FIRST = "0".repeat(64);

    /// The next entry of a trail that ends with that number and hash.
    static Entry next(long last, String lastHash, Instant at, Event event) {
        return new Entry(last + 1, at, event, seal(last + 1, at, event, lastHash));
    }

    /// Whether it is what came after an entry with that hash.
    boolean follows(long last, String lastHash) {
        return number == last + 1 && hash.equals(seal(number, at, event, lastHash));
    }

    private static String seal(long number, Instant at, Event event, String before) {
        var seal = new Seal().add(before).add(Long.toString(number)).add(at.toString());
        seal.add(event.who()).add(event.part()).add(event.address());
        seal.add(event.action()).add(event.subject()).add(Integer.toString(event.status()));
        event.patients().forEach(patient -> seal.add(patient.toString()));
        return HexFormat.of().formatHex(seal.digest());
    }
}
