package health.vigil.care.accounts;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import health.vigil.kit.config.KeyRing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.jdbi.v3.core.Jdbi;

/// A second factor beside the password: six digits that change every half minute (TOTP, RFC 6238), of an app that any
/// telephone has.
final class SecondFactor {

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int DIGITS = 6;

    /// The strength that RFC 4226 recommends, in bytes.
    private static final int SECRET_BYTES = 20;

    /// A telephone's clock may be half a minute wrong.
    private static final int STEPS_APART = 1;

    private final SecureRandom random = new SecureRandom();
    private final Jdbi jdbi;
    private final KeyRing keys;
    private final Clock clock;

    SecondFactor(Jdbi jdbi, KeyRing keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /// What an app is set up with.
    ///
    /// @param secret in Base32, to be typed in
    record Enrolment(String username, String secret) {

        /// For a camera.
        String uri() {
            return "otpauth://totp/Vigil:%s?secret=%s&issuer=Vigil"
                    .formatted(
                            URLEncoder.encode(username, StandardCharsets.UTF_8).replace("+", "%20"), secret);
        }
    }

    /// Begins to set one up: it is asked for once a code of it was right.
    ///
    /// @return empty when that account has one
    Optional<Enrolment> enrol(String username) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        var rows = jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into care.second_factor as known (username, secret, confirmed, last_step)
                        values (:username, :secret, false, 0)
                        on conflict (username) do update set secret = excluded.secret where not known.confirmed
                        """)
                .bind("username", username)
                .bind("secret", keys.encrypt(purpose(username), secret))
                .execute());
        return rows == 0 ? Optional.empty() : Optional.of(new Enrolment(username, new Base32().encodeToString(secret)));
    }

    private static String purpose(String username) {
        return "second-factor " + username;
    }

    /// Whether it is asked for.
    boolean isOn(String username) {
        return on().contains(username);
    }

    /// The accounts that have one.
    Set<String> on() {
        return jdbi.withHandle(handle -> handle.createQuery("select username from care.second_factor where confirmed")
                .mapTo(String.class)
                .set());
    }

    /// Whether that is the present code. Each is good once. The first that is right turns it on.
    boolean verify(String username, String code) {
        var secret = jdbi.withHandle(
                handle -> handle.createQuery("select secret from care.second_factor where username = :username")
                        .bind("username", username)
                        .mapTo(byte[].class)
                        .findOne());
        return secret.map(stored -> keys.decrypt(purpose(username), stored))
                .flatMap(plain -> step(plain, code.replace(" ", "")))
                .filter(step -> use(username, step))
                .isPresent();
    }

    private Optional<Long> step(byte[] secret, String code) {
        var now = clock.instant().getEpochSecond() / STEP.toSeconds();
        return LongStream.rangeClosed(now - STEPS_APART, now + STEPS_APART)
                .boxed()
                .filter(step -> code(secret, step).equals(code))
                .findFirst();
    }

    static String code(byte[] secret, long step) {
        try {
            return new TimeBasedOneTimePasswordGenerator(STEP, DIGITS)
                    .generateOneTimePasswordString(
                            new SecretKeySpec(secret, "RAW"), Instant.ofEpochSecond(step * STEP.toSeconds()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private boolean use(String username, long step) {
        return jdbi.withHandle(handle -> handle.execute("""
                        update care.second_factor set confirmed = true, last_step = ?
                        where username = ? and last_step < ?
                        """, step, username, step) == 1);
    }

    void remove(String username) {
        jdbi.useHandle(handle -> handle.execute("delete from care.second_factor where username = ?", username));
    }
}
