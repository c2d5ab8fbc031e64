package health.vigil.care.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.parts.TestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInAttemptsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care");

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @BeforeEach
    void forget() {
        DATABASE.empty("care.sign_in_attempt");
    }

    private static SignInAttempts at(Instant now) {
        return new SignInAttempts(DATABASE.database().jdbi(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void fail(String username, int times) {
        for (var time = 0; time < times; time++) {
            at(NOON).failed(username);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, PT0S", "4, PT0S", "5, PT30S", "6, PT1M", "11, PT32M", "12, PT1H4M", "200, PT1H4M"})
    void whoGuessesWaitsLongerEachTime(int failures, Duration wait) {
        fail("nora", failures);

        assertThat(at(NOON).wait("nora").orElse(Duration.ZERO)).isEqualTo(wait);
        assertThat(at(NOON.plus(wait)).wait("nora")).isEmpty();
        assertThat(at(NOON).wait("otto")).isEmpty();
    }

    @Test
    void theRightPasswordEndsIt() {
        fail("nora", 8);

        at(NOON).succeeded("nora");

        assertThat(at(NOON).wait("nora")).isEmpty();
        fail("nora", 1);
        assertThat(at(NOON).wait("nora")).isEmpty();
    }

    @Test
    void namesThatNobodyHasAreForgottenAndTakenHoweverTheyLook() {
        fail("x".repeat(5000), 5);
        fail("\0nul", 5);
        assertThat(at(NOON).wait("x".repeat(5000))).isPresent();
        assertThat(at(NOON).wait("nul")).isPresent();

        at(NOON.plus(Duration.ofDays(2))).failed("nora");

        int names = DATABASE.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select count(*) from care.sign_in_attempt")
                .mapTo(Integer.class)
                .one());
        assertThat(names).isOne();
    }
}
