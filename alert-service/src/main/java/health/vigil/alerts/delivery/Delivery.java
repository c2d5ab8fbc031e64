package health.vigil.alerts.delivery;

import health.vigil.alerts.teams.Teams;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.database.Database;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The channels that are on, and what goes out through them.
public final class Delivery {

    private final Map<String, Channel> channels;
    private final Optional<PushChannel> push;
    private final Outbox outbox;
    private final ChannelSettings settings;
    private final List<Deliveries> running = new CopyOnWriteArrayList<>();

    private Delivery(List<Channel> channels, Optional<PushChannel> push, ChannelSettings settings) {
        this.channels = channels.stream().collect(Collectors.toMap(Channel::name, Function.identity()));
        this.push = push;
        this.outbox = new Outbox(this.channels.keySet(), settings.digestEvery());
        this.settings = settings;
    }

    /// The channels that the settings switch on, not started yet.
    ///
    /// @throws health.vigil.kit.config.InvalidSettingException when a secret is not there
    ///
    /// @param more channels beside those of the settings
    public static Delivery of(ChannelSettings settings, Clock clock, Channel... more) {
        var channels = new ArrayList<>(List.of(more));
        if (!settings.email().host().isEmpty()) {
            channels.add(
                    new EmailChannel(settings.email(), secret(settings.email().passwordFile())));
        }
        if (!settings.telephone().account().isEmpty()) {
            var token = secret(settings.telephone().tokenFile());
            channels.add(TelephoneChannel.sms(settings.telephone(), token));
            if (settings.telephone().voice()) {
                channels.add(TelephoneChannel.voice(settings.telephone(), token));
            }
        }
        if (settings.webhook().on()) {
            channels.add(new WebhookChannel(settings.webhook(), clock));
        }
        var push = settings.push().subject().isEmpty()
                ? Optional.<PushChannel>empty()
                : Optional.of(new PushChannel(
                        settings.push(),
                        PushKeys.readOrCreate(Path.of(settings.push().keyFile()))));
        push.ifPresent(channels::add);
        return new Delivery(channels, push, settings);
    }

    private static String secret(String file) {
        return file.isEmpty() ? "" : SecretFile.read(Path.of(file));
    }

    public void start(Database database, Teams teams, Clock clock, Telemetry telemetry, Lifecycle lifecycle) {
        var messages = new Messages(database.jdbi(), teams, settings.pageUrl(), clock);
        for (var channel : channels.values()) {
            var deliveries = new Deliveries(channel, messages, database, clock, telemetry.meters());
            telemetry.health().alarm("channel-" + channel.name(), deliveries::problem);
            running.add(lifecycle.started("deliveries-" + channel.name(), deliveries.start()));
        }
    }

    /// There may be something to send.
    public void wake() {
        running.forEach(Deliveries::wake);
    }

    public Outbox outbox() {
        return outbox;
    }

    /// The channels that are on, by name.
    public Map<String, Channel> channels() {
        return channels;
    }

    /// What a browser subscribes to pushes with; empty where there are none.
    public Optional<String> pushKey() {
        return push.map(PushChannel::publicKey);
    }

    public ChannelSettings settings() {
        return settings;
    }
}
