package health.vigil.care.accounts;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import health.vigil.kit.access.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Local accounts. Passwords are kept as argon2id hashes with OWASP's parameters.
public final class Accounts {

    private static final Argon2Function HASH = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID, 19);
    private static final int SALT = 16;

    /// Checked when there is no such account, so that the answer takes as long.
    private static final String NOBODY =
            Password.hash("nobody").addRandomSalt(SALT).with(HASH).getResult();

    /// An account without its secret.
    public record Account(String username, String displayName, Role role) {}

    /// What became of an attempt to sign in.
    sealed interface SignIn {

        record Right() implements SignIn {}

        record Wrong() implements SignIn {}

        /// Too many were wrong.
        record Wait(Duration time) implements SignIn {}
    }

    private final SignInAttempts attempts;
    private final Jdbi jdbi;
    private final Clock clock;

    public Accounts(Jdbi jdbi, Clock clock) {
        this.attempts = new SignInAttempts(jdbi, clock);
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Makes an account, or gives an existing one that name, role and password.
    public void put(Account account, String password) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into care.account (username, display_name, role, password_hash, created_at)
                        values (:username, :displayName, :role, :hash, :now)
                        on conflict (username) do update set display_name = excluded.display_name,
                            role = excluded.role, password_hash = excluded.password_hash
                        """)
                .bindMethods(account)
                .bind(
                        "hash",
                        Password.hash(password).addRandomSalt(SALT).with(HASH).getResult())
                .bind("now", clock.instant())
                .execute());
    }

    public List<Account> all() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select username, display_name, role from care.account order by username")
                        .map(ConstructorMapper.of(Account.class))
                        .list());
    }

    /// Whether there is an account of that name.
    boolean exists(String username) {
        return all().stream().anyMatch(account -> account.username().equals(username));
    }

    /// Tries that password, unless too many were wrong before.
    SignIn signIn(String username, String password) {
        var wait = attempts.wait(username);
        if (wait.isPresent()) {
            return new SignIn.Wait(wait.get());
        }
        if (verify(username, password)) {
            attempts.succeeded(username);
            return new SignIn.Right();
        }
        attempts.failed(username);
        return new SignIn.Wrong();
    }

    /// Whether that is the account's password.
    boolean verify(String username, String password) {
        Optional<String> hash = jdbi.withHandle(
                handle -> handle.createQuery("select password_hash from care.account where username = :username")
                        .bind("username", username)
                        .mapTo(String.class)
                        .findOne());
        var expected = hash.orElse(NOBODY);
        // By the parameters in the hash: an older one may have been made with others.
        var right = Password.check(password, expected).with(Argon2Function.getInstanceFromHash(expected));
        return right && hash.isPresent();
    }
}
