package health.vigil.kit.access;

import health.vigil.kit.config.SecretFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Sessions of people. The cookie holds 256 random bits, the database their hash, so a copy of the database opens no
/// session. A session ends after a shift, however busy it is.
public final class Sessions {

    /// A nurse's shift.
    public static final Duration LENGTH = Duration.ofHours(12);

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
                        where s.token_hash = :hash and s.expires_at > :now
                        """)
                .bind("hash", hash(token))
                .bind("now", clock.instant())
                .map(ConstructorMapper.of(SignedIn.class))
                .findOne());
    }

    /// Opens a session and gives the value of its cookie. Only the care API calls this: it owns the table.
    public String open(String username) {
        var token = SecretFile.random();
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            handle.execute("delete from care.session where expires_at <= ?", now);
            handle.createUpdate("""
                            insert into care.session (token_hash, username, csrf_token, expires_at)
                            values (:hash, :username, :csrf, :expires)
                            """)
                    .bind("hash", hash(token))
                    .bind("username", username)
                    .bind("csrf", SecretFile.random())
                    .bind("expires", now.plus(LENGTH))
                    .execute();
        });
        return token;
    }

    /// Ends a session. Only the care API calls this: it owns the table.
    public void end(String token) {
        jdbi.useHandle(handle -> handle.execute("delete from care.session where token_hash = ?", hash(token)));
    }

    /// The hash of a secret that is random enough not to need a slow one.
    public static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
