package health.vigil.care.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.care.devices.Devices;
import health.vigil.care.samples.Outboxes;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.parts.TestStore;
import health.vigil.schemas.DeviceRequest;
import health.vigil.schemas.Kind;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRequestsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final UUID DEVICE = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);

    private final DeviceRequests requests = at(NOON);

    private static DeviceRequests at(Instant moment) {
        return new DeviceRequests(DATABASE.database().jdbi(), OUTBOX.outbox(), Clock.fixed(moment, ZoneOffset.UTC));
    }

    @BeforeEach
    void registerDevices() {
        DATABASE.empty("vitals.acknowledged_request, care.patient, care.device, care.outbox");
        var devices = new Devices(DATABASE.database().jdbi(), OUTBOX.outbox(), Clock.fixed(NOON, ZoneOffset.UTC));
        DATABASE.database().jdbi().useHandle(handle -> {
            devices.add(handle, DEVICE, "cuff");
            devices.add(handle, OTHER, "meter");
        });
    }

    private static void acknowledge(UUID device, UUID request, Instant at) {
        DATABASE.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into vitals.acknowledged_request (request_id, device_id, at) values (?, ?, ?)",
                        request,
                        device,
                        at));
    }

    @Test
    void whatIsAskedForIsPublishedWithItsEnd() {
        var asked = requests.ask(DEVICE, ReadingKind.GLUCOSE, HOUR, "nora");

        assertThat(OUTBOX.records(Topics.REQUESTS))
                .containsExactly(new DeviceRequest(DEVICE, asked.requestId(), Kind.GLUCOSE, NOON, NOON.plus(HOUR)));
        assertThat(requests.open()).containsOnlyKeys(DEVICE).containsEntry(DEVICE, asked);
        assertThat(asked.state(NOON)).isEqualTo(Asked.State.WAITING);
        assertThat(asked.state(NOON.plus(HOUR))).isEqualTo(Asked.State.ENDED);
    }

    @Test
    void aRequestTakesThePlaceOfTheOneBefore() {
        var first = requests.ask(DEVICE, ReadingKind.GLUCOSE, HOUR, "nora");
        var second = at(NOON.plusSeconds(60)).ask(DEVICE, ReadingKind.WEIGHT, HOUR, "otto");

        assertThat(at(NOON.plusSeconds(60)).open()).containsEntry(DEVICE, second);
        assertThat(requests.of(DEVICE))
                .extracting(Asked::requestId)
                .containsExactly(second.requestId(), first.requestId());
        assertThat(requests.of(DEVICE).getLast().state(NOON.plusSeconds(60))).isEqualTo(Asked.State.ENDED);
        assertThat(at(NOON.plusSeconds(60)).withdraw(DEVICE, first.requestId())).isFalse();
    }

    @Test
    void whatIsTakenBackEndsNow() {
        var asked = requests.ask(DEVICE, ReadingKind.GLUCOSE, HOUR, "nora");

        assertThat(at(NOON.plusSeconds(60)).withdraw(OTHER, asked.requestId())).isFalse();
        assertThat(at(NOON.plusSeconds(60)).withdraw(DEVICE, asked.requestId())).isTrue();

        assertThat(OUTBOX.records(Topics.REQUESTS))
                .last()
                .isEqualTo(new DeviceRequest(DEVICE, asked.requestId(), Kind.GLUCOSE, NOON, NOON.plusSeconds(60)));
        assertThat(at(NOON.plusSeconds(60)).open()).isEmpty();
        assertThat(at(NOON.plusSeconds(61)).withdraw(DEVICE, asked.requestId())).isFalse();
    }

    @Test
    void onlyTheDeviceItselfSaysThatItHasGotIt() {
        var asked = requests.ask(DEVICE, ReadingKind.GLUCOSE, HOUR, "nora");
        acknowledge(OTHER, asked.requestId(), NOON.plusSeconds(5));
        assertThat(requests.of(DEVICE).getFirst().state(NOON.plusSeconds(5))).isEqualTo(Asked.State.WAITING);

        DATABASE.empty("vitals.acknowledged_request");
        acknowledge(DEVICE, asked.requestId(), NOON.plusSeconds(9));

        assertThat(requests.of(DEVICE).getFirst().acknowledgedAt()).isEqualTo(NOON.plusSeconds(9));
        assertThat(requests.of(DEVICE).getFirst().state(NOON.plus(HOUR))).isEqualTo(Asked.State.ACKNOWLEDGED);
    }

    @Test
    void publishingAllAgainSaysTheLastOfEachDevice() {
        requests.ask(DEVICE, ReadingKind.GLUCOSE, HOUR, "nora");
        var last = at(NOON.plusSeconds(60)).ask(DEVICE, ReadingKind.WEIGHT, HOUR, "nora");
        var other = requests.ask(OTHER, ReadingKind.BLOOD_PRESSURE, HOUR, "nora");
        DATABASE.empty("care.outbox");

        DATABASE.database().jdbi().useTransaction(requests::publishAll);

        assertThat(OUTBOX.records(Topics.REQUESTS))
                .extracting(DeviceRequest::getRequestId)
                .containsExactlyInAnyOrder(last.requestId(), other.requestId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "an hour", "PT59S", "-PT1H", "P8D", "P1000000000D"})
    void aDeviceIsNotAskedForeverNorForNoTime(String lasting) {
        assertThatThrownBy(() -> RequestRoutes.lasting(lasting))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("PT1M to P7D");
    }
}
