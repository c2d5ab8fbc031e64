package health.vigil.local.run;

import health.vigil.alerts.AlertService;
import health.vigil.care.CareApi;
import health.vigil.care.provisioning.DeviceAuthority;
import health.vigil.gateway.intake.Intake;
import health.vigil.gateway.intake.MqttSettings;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.access.Tokens;
import health.vigil.kit.audit.Audit;
import health.vigil.kit.audit.Event;
import health.vigil.kit.config.KeyRing;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.http.Operations;
import health.vigil.kit.http.Routes;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.kafka.TopicSetUp;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.embedded.BrokerTls;
import health.vigil.local.embedded.DeviceCredentials;
import health.vigil.local.embedded.EmbeddedBroker;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.EmbeddedKafka;
import health.vigil.local.embedded.FreePort;
import health.vigil.schemas.wire.Wire;
import health.vigil.stream.StreamProcessor;
import health.vigil.stream.StreamsSettings;
import health.vigil.stream.projection.Projection;
import health.vigil.stream.projection.ProjectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// All services in one process, with embedded parts: the same objects that run as processes of their own elsewhere.
public final class AllInOne implements AutoCloseable {

    /// After a crash under load the state may have to come back from Kafka first.
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    /// Platform threads: virtual ones keep their carrier while they wait for a class that another one initialises
    /// (JEP 491, "Future work"), and on few cores all carriers may wait for one that gets none.
    private static final ThreadFactory STARTING =
            Thread.ofPlatform().name("start-", 0).factory();

    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    /// So that decoding and forwarding use two cores.
    private static final int SESSIONS = 2;

    private final Path home;
    private final Ports ports;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Telemetry telemetry = new Telemetry(new Metrics(), new Health());
    private final Clock clock = Clock.systemUTC();
    private final CompletableFuture<CareApi> care = new CompletableFuture<>();
    private final CompletableFuture<AlertService> alerts = new CompletableFuture<>();
    private final int mqttPort;
    private final int loopbackMqttPort = FreePort.of(0);
    private RunFile run = new RunFile(0, "", "", "", "", "", "");
    private List<WebServer.Route> routes = List.of();

    private AllInOne(Path home, Ports ports) {
        this.home = home;
        this.ports = ports;
        this.mqttPort = FreePort.of(ports.mqtt());
    }

    /// Starts everything; returns when all parts are ready and devices may connect.
    ///
    /// @throws PortTakenException when a port is in use
    public static AllInOne start(Path home, Ports ports) throws Exception {
        ports.check();
        var all = new AllInOne(home.toAbsolutePath().normalize(), ports);
        try {
            all.start();
        } catch (Exception failure) {
            all.close();
            throw failure;
        }
        return all;
    }

    private void start() throws Exception {
        lifecycle.started("home", new HomeLock(home));
        Files.createDirectories(home);
        try (var starting = Executors.newThreadPerTaskExecutor(STARTING)) {
            start(starting);
        }
        awaitReady();
        run.write(home);
        lifecycle.started("run-file", () -> Files.deleteIfExists(RunFile.in(home)));
    }

    /// Independent parts start at the same time; each waits for those it needs.
    private void start(ExecutorService starting) throws Exception {
        var wire = starting.submit(() -> Registries.wire(KafkaSettings.DEFAULTS));
        var assets = starting.submit(Assets::new);
        var kafka = starting.submit(this::startKafka);
        var database = starting.submit(this::startDatabase);
        var gatewayPassword = SecretFile.random();
        var broker = starting.submit(() -> startBroker(gatewayPassword));

        var gateway = starting.submit(task(() -> startGateway(get(broker), gatewayPassword, get(kafka), get(wire))));
        var services = starting.submit(() -> startServices(get(database), get(kafka), get(wire), get(assets)));
        // It needs no database, whose first start takes longest, and its own takes long.
        var streams = starting.submit(task(() -> startStreams(get(kafka), get(wire))));
        var projection = starting.submit(task(() -> startProjection(get(database), get(kafka), get(wire))));

        var server = startWeb(get(database), get(assets), get(services));
        routes = server.routes();
        get(gateway);
        get(streams);
        get(projection);
        care.join().provisioning().onRevoked(get(broker)::disconnect);
        openForDevices(get(broker));
        alerts.join().watchItself(lifecycle);
        run = new RunFile(
                ProcessHandle.current().pid(),
                "http://%s:%d".formatted(localHost(), server.loopbackPort()),
                localMqtt(),
                get(kafka).bootstrapServers(),
                get(database).settings().url(),
                "%s://%s:%d".formatted(ports.tls() ? "https" : "http", ports.host(), server.port()),
                "%s://%s:%d".formatted(ports.tls() ? "ssl" : "tcp", ports.host(), mqttPort));
    }

    /// With TLS there is a plain way in besides, for programs on this machine.
    private String localHost() {
        return ports.tls() ? "127.0.0.1" : ports.host();
    }

    private String localMqtt() {
        return "tcp://%s:%d".formatted(localHost(), ports.tls() ? loopbackMqttPort : mqttPort);
    }

    private void openForDevices(EmbeddedBroker broker) throws Exception {
        if (ports.tls()) {
            broker.openForDevices("127.0.0.1", loopbackMqttPort);
            broker.openForDevices(
                    ports.host(), mqttPort, new BrokerTls(Path.of(ports.certificate()), authorityCertificate()));
        } else {
            broker.openForDevices(ports.host(), mqttPort);
        }
    }

    private DeviceAuthority authority() {
        return DeviceAuthority.readOrCreate(home.resolve("devices-authority.pem"), clock);
    }

    /// Without its key: what brokers and devices may read.
    private Path authorityCertificate() throws IOException {
        return Files.writeString(
                home.resolve("devices-authority.crt"), authority().certificate());
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Callable<Boolean> task(Step step) {
        return () -> {
            step.run();
            return true;
        };
    }

    private static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    private KafkaSettings startKafka() throws Exception {
        var kafka = lifecycle.started("kafka", new EmbeddedKafka(home.resolve("kafka"), ports.kafka()));
        var settings = KafkaSettings.local(kafka.bootstrapServers());
        TopicSetUp.prepare(settings);
        return settings;
    }

    private record Store(DatabaseSettings settings, Database pool) {}

    private Store startDatabase() throws Exception {
        var server = lifecycle.started("postgresql", new EmbeddedDatabase(home.resolve("database"), ports.database()));
        var settings = new DatabaseSettings(
                server.url(), EmbeddedDatabase.user(), server.passwordFile().toString(), 24, Duration.ofSeconds(5));
        return new Store(settings, lifecycle.started("database", Database.open(settings, "vigil", telemetry)));
    }

    private EmbeddedBroker startBroker(String gatewayPassword) throws Exception {
        return lifecycle.started("mqtt", new EmbeddedBroker(home.resolve("mqtt"), 0, new Known(), gatewayPassword));
    }

    /// What care-api knows of devices.
    private final class Known implements DeviceCredentials {

        @Override
        public boolean matches(UUID device, String secret) {
            return care.join().devices().matches(device, secret);
        }

        @Override
        public boolean matches(UUID device, X509Certificate certificate) {
            return care.join().devices().matches(device, certificate);
        }
    }

    private void startGateway(EmbeddedBroker broker, String password, KafkaSettings kafka, Wire wire) throws Exception {
        var defaults = MqttSettings.DEFAULTS;
        var mqtt = new MqttSettings(
                broker.gatewayUrl(),
                EmbeddedBroker.gatewayUser(),
                "",
                "",
                defaults.clientId(),
                SESSIONS,
                defaults.receiveMaximum(),
                false,
                defaults.pulseEvery());
        var connected = Intake.start(mqtt, password, kafka, wire, clock, telemetry, lifecycle);
        await(connected, Duration.ofMinutes(1), () -> "The gateway did not connect to the broker in time.");
    }

    private List<Routes> startServices(Store database, KafkaSettings kafka, Wire wire, Assets assets) {
        var settings = settings();
        var keys = KeyRing.readOrCreate(home.resolve("keys"));
        var careApi = CareApi.of(
                kafka, wire, database.pool(), Optional.of(authority()), keys, settings.openId(), assets, clock);
        careApi.prepare(Administrator.ensurePassword(home).toString());
        careApi.publish(telemetry, lifecycle);
        care.complete(careApi);
        var probes = SyntheticPatient.moveIn(careApi, home, localMqtt(), settings.watchdog());
        var alertService =
                new AlertService(database.pool(), keys, settings.channels(), probes, assets, clock, telemetry);
        alertService.start(kafka, wire, lifecycle);
        alerts.complete(alertService);
        var routes = new ArrayList<>(careApi.routes());
        routes.addAll(alertService.routes());
        return routes;
    }

    private HomeSettings settings() {
        return HomeSettings.read(home, pageUrl());
    }

    private String pageUrl() {
        return "%s://%s:%d".formatted(ports.tls() ? "https" : "http", ports.host(), ports.http());
    }

    private void startStreams(KafkaSettings kafka, Wire wire) {
        var settings = new StreamsSettings(
                home.resolve("streams").toString(), "vigil", 1, StreamsSettings.DEFAULTS.commitInterval(), 0);
        StreamProcessor.start(settings, kafka, wire, telemetry, lifecycle);
    }

    private void startProjection(Store database, KafkaSettings kafka, Wire wire) throws InterruptedException {
        Projection.start(ProjectionSettings.DEFAULTS, kafka, wire, database.pool(), clock, telemetry, lifecycle);
    }

    private WebServer startWeb(Store database, Assets assets, List<Routes> services) {
        var routes = new ArrayList<Routes>(List.of(assets, new Operations(telemetry.health(), telemetry.metrics())));
        routes.addAll(services);
        var sessions = new Sessions(database.pool().jdbi(), clock);
        var tokens = new Tokens(database.pool().jdbi(), clock);
        var listening = new HttpSettings(ports.host(), ports.http(), ports.certificate(), true, ports.plain());
        // One process, one trail: the alert service's own stays empty.
        var audit = lifecycle.started("audit", new Audit(database.pool().jdbi(), "care", clock).start());
        var settings = settings();
        audit.record(Event.start("vigil", settings.changed(pageUrl())));
        care().retain(settings.retention(), audit, clock, lifecycle);
        return lifecycle.started("http", new WebServer(listening, sessions::find, tokens::find, audit, routes).start());
    }

    private void awaitReady() {
        await(
                () -> Health.isWell(telemetry.health().ready()),
                READY_WITHIN,
                () -> "Not ready in time: " + waitingFor());
    }

    private void await(BooleanSupplier condition, Duration patience, Supplier<String> otherwise) {
        var began = System.nanoTime();
        var told = began;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > patience.toNanos()) {
                throw new IllegalStateException(otherwise.get());
            }
            if (System.nanoTime() - told > TELL_EVERY.toNanos()) {
                told = System.nanoTime();
                System.err.println("Still waiting for " + waitingFor());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private String waitingFor() {
        return telemetry.health().ready().entrySet().stream()
                .filter(part -> !part.getValue().equals("ok"))
                .map(part -> part.getKey() + " (" + part.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    public RunFile run() {
        return run;
    }

    public CareApi care() {
        return care.join();
    }

    /// Every route of the pages and the API, with those who may use it.
    public List<WebServer.Route> routes() {
        return routes;
    }

    public Path home() {
        return home;
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    @Override
    public void close() {
        lifecycle.close();
        telemetry.metrics().close();
    }
}
