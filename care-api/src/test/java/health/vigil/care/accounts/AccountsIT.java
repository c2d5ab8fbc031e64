package health.vigil.care.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.accounts.Accounts.Account;
import health.vigil.care.samples.SampleKeys;
import health.vigil.kit.access.Role;
import health.vigil.parts.TestStore;
import java.time.Clock;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care");

    private static final Account NORA = new Account("nora", "Nora N.", Role.NURSE);

    private final Accounts accounts = new Accounts(DATABASE.database().jdbi(), SampleKeys.keys(), Clock.systemUTC());

    @BeforeEach
    void empty() {
        DATABASE.empty("care.account");
    }

    @Test
    void knowsTheRightPasswordFromAWrongOne() {
        accounts.put(NORA, "correct horse");

        assertThat(accounts.verify("nora", "correct horse")).isTrue();
        assertThat(accounts.verify("nora", "Correct horse")).isFalse();
        assertThat(accounts.verify("nora", "")).isFalse();
    }

    @Test
    void letsNobodyInWhoHasNoAccount() {
        assertThat(accounts.verify("nobody", "nobody")).isFalse();
        assertThat(accounts.verify("", "")).isFalse();
    }

    @Test
    void keepsAnArgon2idHashAndNotThePassword() {
        accounts.put(NORA, "correct horse");

        assertThat(hash()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("correct horse");
    }

    @Test
    void keepsADifferentHashEachTimeForTheSamePassword() {
        accounts.put(NORA, "correct horse");
        var first = hash();

        accounts.put(NORA, "correct horse");

        assertThat(hash()).isNotEqualTo(first);
        assertThat(accounts.verify("nora", "correct horse")).isTrue();
    }

    @Test
    void takesTheNewPasswordNameAndRoleOfAnAccountThatIsThere() {
        accounts.put(NORA, "correct horse");
        var promoted = new Account("nora", "Nora N., MD", Role.CLINICIAN);

        accounts.put(promoted, "battery staple");

        assertThat(accounts.all()).containsExactly(promoted);
        assertThat(accounts.verify("nora", "correct horse")).isFalse();
        assertThat(accounts.verify("nora", "battery staple")).isTrue();
    }

    private static String hash() {
        return DATABASE.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select password_hash from care.account")
                .mapTo(String.class)
                .one());
    }
}
