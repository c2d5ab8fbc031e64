package health.vigil.care.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Makes who guesses a password wait: after five wrong ones half a minute, and twice as long after each further one,
/// up to an hour. The right password does not help meanwhile, or waiting would tell which it is.
final class SignInAttempts {

    private static final int FREE = 5;
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 7;
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final int LONGEST = 200;

    private record Failures(int count, Instant last) {}

    private final Jdbi jdbi;
    private final Clock clock;

    SignInAttempts(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// How long that name still has to wait; empty where it may try.
    Optional<Duration> wait(String username) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select failures, last_failed_at from care.sign_in_attempt where username = :username")
                        .bind("username", key(username))
                        .map((row, _) -> new Failures(
                                row.getInt("failures"),
                                row.getTimestamp("last_failed_at").toInstant()))
                        .findOne())
                .filter(failures -> failures.count() >= FREE)
                .map(failures ->
                        Duration.between(clock.instant(), failures.last().plus(backoff(failures.count()))))
                .filter(Duration::isPositive);
    }

    private static Duration backoff(int failures) {
        return FIRST.multipliedBy(1L << Math.min(failures - FREE, MOST_DOUBLINGS));
    }

    void failed(String username) {
        var now = clock.instant();
        jdbi.useTransaction(handle -> {
            // Made-up names would fill the table.
            handle.execute("delete from care.sign_in_attempt where last_failed_at < ?", now.minus(FORGOTTEN_AFTER));
            handle.createUpdate("""
                            insert into care.sign_in_attempt as known (username, failures, last_failed_at)
                            values (:username, 1, :now)
                            on conflict (username) do update set failures = known.failures + 1, last_failed_at = :now
                            """)
                    .bind("username", key(username))
                    .bind("now", now)
                    .execute();
        });
    }

    void succeeded(String username) {
        jdbi.useHandle(handle -> handle.execute("delete from care.sign_in_attempt where username = ?", key(username)));
    }

    /// What every database takes.
    private static String key(String username) {
        var text = username.replace("\0", "");
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
