package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.kit.access.Role;
import health.vigil.local.device.Device;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A nurse with a device in her hand, and one with a device that is at home.
class DevicePagesIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AutoClose
    private final Browser browser = Browser.open(VIGIL.http());

    @Test
    void aStickerLeadsToTheDeviceWhichIsGivenToAPatient() throws Exception {
        var patient = VIGIL.moveIn("Sophie", "Sticker").patient();
        var device = UUID.randomUUID();
        VIGIL.vigil().care().devices().register(device, "cuff out of the box");
        browser.signIn(RunningVigil.username(Role.NURSE), RunningVigil.PASSWORD);
        browser.go("/devices");
        assertThat(browser.text("main table")).contains("cuff out of the box", "Sophie Sticker");
        browser.inspect("devices");

        // What a scanner types.
        browser.write("[name=q]", VIGIL.http() + "/devices/" + device);
        browser.click("form[action='/devices'] button");
        await().atMost(PATIENCE).until(() -> browser.path().equals("/devices/" + device));
        browser.write("[name=q]", "stick");
        browser.click("form[action$='/patients'] button");
        await().atMost(PATIENCE)
                .until(() -> !browser.all("[name=patientId] option").isEmpty());
        browser.click("form[action$='/handover'] button");

        await().atMost(PATIENCE)
                .until(() -> !browser.all("[role=status]").isEmpty()
                        && browser.text("[role=status]").contains("belongs to Sophie Sticker"));
        assertThat(VIGIL.vigil().care().devices().users(device)).containsExactly(patient.patientId());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatADeviceIsAskedForIsSeenUntilItHasItAndCanBeTakenBack() throws Exception {
        var home = VIGIL.moveIn("Astrid", "Asked");
        var page = "/devices/" + home.device();
        browser.signIn(RunningVigil.username(Role.NURSE), RunningVigil.PASSWORD);
        browser.go(page);
        ask("weight");
        browser.click("form[action$='/withdrawal'] button");
        await().atMost(PATIENCE).until(() -> browser.text("main").contains("ended without an answer"));
        browser.go(page);
        ask("blood-pressure");

        var credentials = new Device.Credentials(Optional.of(home.secret()), Optional.empty());
        try (var device = new Device(VIGIL.mqtt(), home.device(), credentials, asked -> {})) {
            await().atMost(PATIENCE).until(() -> {
                browser.go(page);
                return browser.text("main").contains("the device has it");
            });
            assertThat(device.unconfirmed()).isZero();
        }
        browser.inspect("device");
        assertThat(browser.complaints()).isEmpty();
    }

    private void ask(String measure) {
        browser.script("document.querySelector('[name=measure]').value = '" + measure + "'");
        browser.click("form[action$='/requests'] button");
        await().atMost(PATIENCE).until(() -> browser.text("main").contains("not got yet"));
    }
}
