package health.vigil.care.provisioning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.care.devices.Devices;
import health.vigil.care.samples.Outboxes;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.parts.TestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisioningIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final UUID DEVICE = new UUID(1, 1);

    private final Devices devices = new Devices(DATABASE.database().jdbi(), OUTBOX.outbox(), at(NOON));
    private final Provisioning provisioning = provisioning(NOON);
    private final List<UUID> revoked = new ArrayList<>();

    private static Clock at(Instant moment) {
        return Clock.fixed(moment, ZoneOffset.UTC);
    }

    private static Provisioning provisioning(Instant now) {
        return new Provisioning(DATABASE.database().jdbi(), at(now));
    }

    @BeforeEach
    void registerADeviceWithoutASecret() {
        DATABASE.empty("care.patient, care.device, care.outbox");
        DATABASE.database().jdbi().useHandle(handle -> devices.add(handle, DEVICE, "cuff"));
        provisioning.onRevoked(revoked::add);
    }

    @Test
    void nobodyConnectsAsADeviceWithoutASecret() {
        assertThat(devices.matches(DEVICE, "")).isFalse();
        assertThat(devices.standings()).extracting(Devices.Standing::hasSecret).containsExactly(false);
    }

    @Test
    void aCodeIsTradedOnceForASecretThatNobodyElseSaw() {
        var code = provisioning.invite(DEVICE, "ada").code();

        var credentials = provisioning.trade(code).orElseThrow();

        assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}");
        assertThat(credentials.deviceId()).isEqualTo(DEVICE);
        assertThat(devices.matches(DEVICE, credentials.secret())).isTrue();
        assertThat(provisioning.trade(code)).isEmpty();
    }

    @Test
    void aCodeMayBeTypedAsPeopleReadIt() {
        var code = provisioning.invite(DEVICE, "ada").code();

        var typed = code.toLowerCase(Locale.ROOT)
                .replace('-', ' ')
                .replace('0', 'o')
                .replace('1', 'l');

        assertThat(provisioning.trade(typed)).isPresent();
    }

    @Test
    void aCodeIsNotGoodForEverAndNotBesideALaterOne() {
        var old = provisioning.invite(DEVICE, "ada");
        var code = provisioning.invite(DEVICE, "ada").code();

        assertThat(provisioning.trade(old.code())).isEmpty();
        assertThat(provisioning(NOON.plus(Duration.ofDays(7))).trade(code)).isEmpty();
        assertThat(provisioning.trade("")).isEmpty();
        assertThat(provisioning.trade(code)).isPresent();
    }

    @Test
    void whatWasRevokedIsGoodNoMoreAndItsConnectionsEnd() {
        var secret = provisioning
                .trade(provisioning.invite(DEVICE, "ada").code())
                .map(Provisioning.Credentials::secret)
                .orElseThrow();
        var code = provisioning.invite(DEVICE, "ada").code();
        revoked.clear();

        provisioning.revoke(DEVICE);

        assertThat(devices.matches(DEVICE, secret)).isFalse();
        assertThat(provisioning.trade(code)).isEmpty();
        assertThat(revoked).containsExactly(DEVICE);
    }

    @Test
    void aNewSecretEndsTheOldOne() {
        var first =
                provisioning.trade(provisioning.invite(DEVICE, "ada").code()).orElseThrow();
        var second =
                provisioning.trade(provisioning.invite(DEVICE, "ada").code()).orElseThrow();

        assertThat(devices.matches(DEVICE, first.secret())).isFalse();
        assertThat(devices.matches(DEVICE, second.secret())).isTrue();
    }

    @Test
    void readsAListOfAThousandDevices() {
        var csv = new StringBuilder("device_id,label,patient_id\n");
        IntStream.range(0, 1000)
                .forEach(number -> csv.append("%s,\"cuff, %d\",%n".formatted(new UUID(7, number), number)));

        var lines = DeviceList.read(csv.toString().getBytes(UTF_8));

        assertThat(lines).hasSize(1000);
        assertThat(lines.getLast()).isEqualTo(new DeviceList.Line(new UUID(7, 999), "cuff, 999", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; Send a header",
                "'label'; Send a header",
                "'label\n '; Line 2: label must not be empty",
                "'name\ncuff'; Line 2: label must not be empty",
                "'label,device_id\ncuff,7'; Line 2: device_id",
                "'label\na\nb,c'; Line 3 is no CSV",
            })
    void saysWhichLineOfAListIsWrong(String csv, String sentence) {
        assertThatThrownBy(() -> DeviceList.read(csv.getBytes(UTF_8)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void drawsACodeThatACameraReads() {
        var image = provisioning.invite(DEVICE, "ada").qr("https://vigil.example.org");

        assertThat(image.size()).isBetween(29, 60);
        assertThat(image.path()).startsWith("M4 4h1v1h-1z").matches("[Mhvz0-9 -]+");
    }
}
