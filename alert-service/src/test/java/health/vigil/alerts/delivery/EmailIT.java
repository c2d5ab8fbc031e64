package health.vigil.alerts.delivery;

import static health.vigil.alerts.samples.Episodes.raised;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import health.vigil.alerts.routing.Urgency;
import health.vigil.kit.config.SecretFile;
import health.vigil.parts.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// To a real SMTP server.
class EmailIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "alerts");

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        server.start();
        server.setUser("vigil@vigil.test", "vigil", "secret");
        SecretFile.write(folder.resolve("password"), "secret");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Clinic clinic(boolean startTls, boolean details) {
        return new Clinic(
                DATABASE,
                Clinic.settings(
                        new ChannelSettings.Email(
                                "127.0.0.1",
                                server.getSmtp().getPort(),
                                "vigil",
                                folder.resolve("password").toString(),
                                "vigil@vigil.test",
                                startTls,
                                details),
                        Clinic.DEFAULTS.telephone(),
                        Clinic.DEFAULTS.webhook(),
                        Clinic.DEFAULTS.push()));
    }

    @Test
    void aMailSaysThatSomethingWaitsAndNothingOfHealth() throws Exception {
        try (var clinic = clinic(false, false)) {
            clinic.reach("nora", "email", "nora@vigil.test", Urgency.ROUTINE);

            clinic.raise(raised("low"));

            assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
            var mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("A critical alert waits for you in Vigil.");
            assertThat(mail.getContent().toString())
                    .contains("https://vigil.test/worklist")
                    .doesNotContainIgnoringCase("glucose");
            assertThat(mail.getMessageID()).endsWith("@vigil.test>");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        }
    }

    @Test
    void aMailTellsDetailsWhereAnAdministratorAllowsIt() throws Exception {
        try (var clinic = clinic(false, true)) {
            clinic.reach("nora", "email", "nora@vigil.test", Urgency.ROUTINE);

            clinic.raise(raised("low"));

            assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
            assertThat(server.getReceivedMessages()[0].getContent().toString())
                    .contains("Unknown patient: Dangerously low glucose");
        }
    }

    @Test
    void nothingGoesOutInTheClearWhereTlsIsDemanded() {
        try (var clinic = clinic(true, false)) {
            clinic.reach("nora", "email", "nora@vigil.test", Urgency.ROUTINE);

            clinic.raise(raised("low"));

            org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(clinic.attempts())
                    .isNotEmpty()
                    .allMatch(attempt -> attempt.startsWith("failed the server is away or refuses us")));
            assertThat(server.getReceivedMessages()).isEmpty();
        }
    }
}
