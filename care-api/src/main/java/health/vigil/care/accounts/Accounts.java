package health.vigil.care.accounts;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.KeyRing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// Local accounts. Passwords are kept as argon2id hashes with OWASP's parameters.
public final class Accounts {

    private static final Argon2Function HASH = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID, 19);
    private static final int SALT = 16;

    /// In characters.
    public static final int SHORTEST_PASSWORD = 12;

    /// Checked when there is no such account, so that the answer takes as long.
    private static final String NOBODY =
            Password.hash("nobody").addRandomSalt(SALT).with(HASH).getResult();

    /// An account without its secret.
    public record Account(String username, String displayName, Role role) {}

    /// An account, and how its person signs in.
    public record Standing(
            String username,
            String displayName,
            Role role,
            boolean secondFactor,
            @Nullable String issuer,
            boolean closed) {}

    /// What became of an attempt to sign in.
    sealed interface SignIn {

        record Right() implements SignIn {}

        /// The password is right; a code of the second factor is asked for.
        record CodeNeeded() implements SignIn {}

        record Wrong() implements SignIn {}

        /// Too many were wrong.
        record Wait(Duration time) implements SignIn {}
    }

    private final SignInAttempts attempts;
    private final SecondFactor secondFactor;
    private final Jdbi jdbi;
    private final Clock clock;

    /// @param keys for the secrets of second factors
    public Accounts(Jdbi jdbi, KeyRing keys, Clock clock) {
        this.attempts = new SignInAttempts(jdbi, clock);
        this.secondFactor = new SecondFactor(jdbi, keys, clock);
        this.jdbi = jdbi;
        this.clock = clock;
    }

    SecondFactor secondFactor() {
        return secondFactor;
    }

    /// Makes an account, or gives an existing one that name, role and password, and opens it where it was closed. With
    /// another password than before its sessions end.
    public void put(Account account, String password) {
        if (!verify(account.username(), password)) {
            jdbi.useHandle(handle -> handle.execute("delete from care.session where username = ?", account.username()));
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into care.account (username, display_name, role, password_hash, created_at)
                        values (:username, :displayName, :role, :hash, :now)
                        on conflict (username) do update set display_name = excluded.display_name,
                            role = excluded.role, password_hash = excluded.password_hash, closed_at = null
                        """)
                .bindMethods(account)
                .bind(
                        "hash",
                        Password.hash(password).addRandomSalt(SALT).with(HASH).getResult())
                .bind("now", clock.instant())
                .execute());
    }

    /// Makes the account of somebody whom an identity provider knows, or gives it that name and role. It has no
    /// password.
    ///
    /// @param subject the provider's name for that person
    /// @return false where it was closed, the name is another's, or that person has another name here
    public boolean putKnown(Account account, String issuer, String subject) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                insert into care.account as known (username, display_name, role, issuer, subject,
                                    created_at)
                                select :username, :displayName, :role, :issuer, :subject, :now
                                where not exists (select from care.account
                                    where issuer = :issuer and subject = :subject and username <> :username)
                                on conflict (username) do update set display_name = excluded.display_name,
                                    role = excluded.role
                                where known.issuer = excluded.issuer and known.subject = excluded.subject
                                    and known.closed_at is null
                                """)
                        .bindMethods(account)
                        .bind("issuer", issuer)
                        .bind("subject", subject)
                        .bind("now", clock.instant())
                        .execute()
                == 1);
    }

    /// Nobody signs in with it any more, and who is signed in is so no longer. Its name stays with what was done in it.
    ///
    /// @return false when there is no such account
    public boolean close(String username) {
        return jdbi.inTransaction(handle -> {
            handle.execute("delete from care.session where username = ?", username);
            handle.execute("delete from care.second_factor where username = ?", username);
            return handle.execute(
                            "update care.account set closed_at = ?, password_hash = null where username = ?",
                            clock.instant(),
                            username)
                    == 1;
        });
    }

    /// All accounts, also closed ones.
    public List<Standing> standings() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select a.username, a.display_name, a.role, coalesce(f.confirmed, false) as second_factor,
                            a.issuer, a.closed_at is not null as closed
                        from care.account a left join care.second_factor f using (username)
                        order by closed, a.username
                        """)
                .map(ConstructorMapper.of(Standing.class))
                .list());
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
        return attempt(username, () -> verify(username, password), secondFactor.isOn(username));
    }

    /// Tries that code of the second factor, the password having been right: who knows the password must not try all
    /// codes.
    SignIn signInByCode(String username, String code) {
        return attempt(username, () -> secondFactor.verify(username, code), false);
    }

    private SignIn attempt(String username, BooleanSupplier isRight, boolean codeNeeded) {
        var wait = attempts.wait(username);
        if (wait.isPresent()) {
            return new SignIn.Wait(wait.get());
        }
        if (!isRight.getAsBoolean()) {
            attempts.failed(username);
            return new SignIn.Wrong();
        }
        if (codeNeeded) {
            // What was wrong before still counts: else the password would make guessing codes free.
            return new SignIn.CodeNeeded();
        }
        attempts.succeeded(username);
        return new SignIn.Right();
    }

    /// Whether that is the account's password.
    boolean verify(String username, String password) {
        Optional<String> hash = jdbi.withHandle(handle -> handle.createQuery("""
                                select password_hash from care.account
                                where username = :username and password_hash is not null and closed_at is null
                                """)
                .bind("username", username)
                .mapTo(String.class)
                .findOne());
        var expected = hash.orElse(NOBODY);
        // By the parameters in the hash: an older one may have been made with others.
        var right = Password.check(password, expected).with(Argon2Function.getInstanceFromHash(expected));
        return right && hash.isPresent();
    }
}
