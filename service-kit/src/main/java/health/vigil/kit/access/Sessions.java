package health.vigil.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.config.SecretFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Sessions of people. The cookie holds 256 random bits, the database their hash, so a copy of the database opens no
/// session. A session ends after a shift, however busy it is.
public final class Sessions {

    /// A nurse's shift.
    public static final Duration LENGTH = Duration.ofHours(12);

    private static final Duration HALF_OPEN = Duration.ofMinutes(5);

    private final Jdbi jdbi;
    private final Clock clock;

    public Sessions(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Who has that cookie; empty when nobody has, or not any more.
    public Optional<SignedIn> find(String token) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select a.username, a.display_name, a.role, s.csrf_token, s.expires_at
                        from care.session s join care.account a using (username)
                        where s.token_hash = :hash and s.expires_at > :now and not s.awaits_code
                            and a.closed_at is null
                        """)
                .bind("hash", hash(token))
                .bind("now", clock.instant())
                .map(ConstructorMapper.of(SignedIn.class))
                .findOne());
    }

    /// Opens a session and gives the value of its cookie. Only the care API calls this: it owns the table.
    public String open(String username, Origin origin) {
        return open(username, origin, LENGTH, false);
    }

    /// Opens what is no session yet: it knows who gave the right password, and waits for the second factor. Only the
    /// care API calls this: it owns the table.
    public String openHalf(String username, Origin origin) {
        return open(username, origin, HALF_OPEN, true);
    }

    private String open(String username, Origin origin, Duration length, boolean awaitsCode) {
        var token = SecretFile.random();
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            handle.execute("delete from care.session where expires_at <= ?", now);
            handle.createUpdate("""
                            insert into care.session (token_hash, username, csrf_token, expires_at, opened_at, address,
                                agent, awaits_code)
                            values (:hash, :username, :csrf, :expires, :now, :address, :agent, :awaitsCode)
                            """)
                    .bind("hash", hash(token))
                    .bind("username", username)
                    .bind("csrf", SecretFile.random())
                    .bind("expires", now.plus(length))
                    .bind("now", now)
                    .bindMethods(origin)
                    .bind("awaitsCode", awaitsCode)
                    .execute();
        });
        return token;
    }

    /// Who gave the right password and is asked for the second factor.
    public Optional<String> awaitingCode(String token) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select username from care.session
                        where token_hash = :hash and expires_at > :now and awaits_code
                        """)
                .bind("hash", hash(token))
                .bind("now", clock.instant())
                .mapTo(String.class)
                .findOne());
    }

    /// Where that account is signed in, the latest first.
    public List<OpenSession> of(String username) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select session_id, opened_at, expires_at, address, agent from care.session
                        where username = :username and expires_at > :now and not awaits_code order by opened_at desc
                        """)
                .bind("username", username)
                .bind("now", clock.instant())
                .map(ConstructorMapper.of(OpenSession.class))
                .list());
    }

    /// Ends a session. Only the care API calls this: it owns the table.
    public void end(String token) {
        jdbi.useHandle(handle -> handle.execute("delete from care.session where token_hash = ?", hash(token)));
    }

    /// Ends a session of that account. Only the care API calls this: it owns the table.
    ///
    /// @return false when it has none of that id
    public boolean end(String username, UUID session) {
        return jdbi.withHandle(handle ->
                handle.execute("delete from care.session where username = ? and session_id = ?", username, session)
                        == 1);
    }

    /// Ends all sessions of that account. Only the care API calls this: it owns the table.
    public void endAll(String username) {
        jdbi.useHandle(handle -> handle.execute("delete from care.session where username = ?", username));
    }

    /// The hash of a secret that is random enough not to need a slow one.
    public static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
