package health.vigil.local.parts;

import health.vigil.local.device.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Devices that send readings, each another one, until told to stop.
final class Fleet implements AutoCloseable {

    private static final Instant FIRST = Instant.parse("2026-01-01T06:00:00Z");
    private final List<Device> devices;
    private final Duration every;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("fleet").unstarted(this::run);
    private int sent;

    private Fleet(List<Device> devices, Duration every) {
        this.devices = devices;
        this.every = every;
    }

    static Fleet of(Collection<UUID> devices, String url, String secret) {
        return new Fleet(
                devices.stream()
                        .map(device -> new Device(url, device, secret, Device.Until.ACKNOWLEDGED))
                        .toList(),
                Duration.ofMillis(20));
    }

    static Fleet of(Device device) {
        return new Fleet(List.of(device), Duration.ofMillis(100));
    }

    /// Begins to send, each device a reading every now and then.
    Fleet start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                send();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Each device sends that many at once.
    void burst(int each) {
        for (var number = 0; number < each; number++) {
            send();
        }
    }

    private synchronized void send() {
        for (var device : devices) {
            device.publish("{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":100,\"unit\":\"mg/dL\"}"
                    .formatted(FIRST.plusSeconds(60L * sent)));
        }
        sent++;
    }

    /// Sends no more.
    void stop() throws InterruptedException {
        stopping.countDown();
        thread.join();
    }

    synchronized int published() {
        return sent * devices.size();
    }

    /// How many the broker has not acknowledged yet.
    int unacknowledged() {
        return devices.stream().mapToInt(Device::unconfirmed).sum();
    }

    @Override
    public void close() {
        stopping.countDown();
        devices.forEach(Device::close);
    }
}
