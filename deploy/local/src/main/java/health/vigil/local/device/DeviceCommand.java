package health.vigil.local.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.config.Trust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The reference device: what a good client does, for makers to copy.
@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Is a device at home: keeps what it measured until Vigil says that it has it, however often it is offline.",
            "",
            "  vigil device --id 3f0c… --secret-file secret --format gatt blood-pressure=142/91/72 weight=82.4",
            "  vigil device --id 3f0c… --secret-file secret --listen PT10M",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Vigil has everything",
            "1:Vigil refused something; it is not sent again",
            "2:wrong command line",
            "3:something is still in the store, and is sent when the command runs again"
        })
public final class DeviceCommand implements Callable<Integer> {

    private static final int REFUSED = 1;
    private static final int NOT_YET = 3;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--url", paramLabel = "URL", description = "The broker. Default: ${DEFAULT-VALUE}")
    private String url = "tcp://127.0.0.1:1883";

    @Option(names = "--id", required = true, paramLabel = "UUID", description = "The device.")
    private UUID id = new UUID(0, 0);

    @Option(names = "--secret-file", paramLabel = "FILE", description = "Holds its secret.")
    private @Nullable Path secretFile;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Instead of a secret: a PEM file with its certificate and key. With --authority.")
    private @Nullable Path certificate;

    @Option(
            names = "--authority",
            paramLabel = "FILE",
            description = "Whose certificates it believes, in PEM, with a --url that begins with ssl://. Default: those"
                    + " that Java knows")
    private @Nullable Path authority;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format = Format.JSON;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Where it keeps what Vigil does not have yet. Default: ~/.vigil-device/UUID")
    private @Nullable Path store;

    @Option(names = "--user-slot", paramLabel = "N", description = "Which of its users measures.")
    private @Nullable Integer userSlot;

    @Option(names = "--meal", paramLabel = "MEAL", description = "Of glucose: fasting, before-meal, after-meal, …")
    private @Nullable String meal;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long for Vigil's receipts. Default: ${DEFAULT-VALUE}")
    private Duration patience = Duration.ofSeconds(30);

    @Option(
            names = "--listen",
            paramLabel = "DURATION",
            description = "Stays connected for so long for what Vigil asks for, e.g. PT10M. Default: not at all")
    private Duration listening = Duration.ZERO;

    @Parameters(
            paramLabel = "READING",
            description =
                    "E.g. blood-pressure=142/91/72, glucose=5.8mmol/L, glucose=HI, weight=82.4; with @TIME where it"
                            + " was not just now. Without any, each line of the standard input is one.")
    private List<String> readings = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var kept = new Store(
                store == null ? Path.of(System.getProperty("user.home"), ".vigil-device", id.toString()) : store);
        for (var text : readings.isEmpty() && listening.isZero() ? lines() : readings) {
            keep(kept, text);
        }
        return send(kept);
    }

    private static List<String> lines() throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        return input.lines().filter(line -> !line.isBlank()).toList();
    }

    private void keep(Store kept, String text) throws IOException {
        try {
            var spoken = Spoken.parse(text);
            var sequence = kept.nextSequence();
            var reading = new HomeReading(
                    spoken.kind(), spoken.at().orElseGet(this::now), spoken.values(), userSlot, sequence, meal);
            var messages = format.write(reading);
            for (var part = 0; part < messages.size(); part++) {
                kept.put(sequence, part, messages.get(part));
            }
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command().commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private SaidTime now() {
        var clock = Clock.systemUTC();
        return format == Format.GATT
                ? new SaidTime.Local(LocalDateTime.now(clock.withZone(ZoneId.systemDefault()))
                        .truncatedTo(ChronoUnit.SECONDS))
                : new SaidTime.Moment(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }

    private Device.Credentials credentials() {
        if ((secretFile == null) == (certificate == null)) {
            throw new InvalidSettingException("Give --secret-file or --certificate, one of them.");
        }
        if (certificate != null && authority == null) {
            throw new InvalidSettingException("--certificate needs --authority: whom to show it to.");
        }
        return new Device.Credentials(
                Optional.ofNullable(secretFile).map(SecretFile::read),
                Optional.ofNullable(authority).map(trusted -> Trust.in(trusted, Optional.ofNullable(certificate))));
    }

    private int send(Store kept) throws IOException, InterruptedException {
        var out = command().commandLine().getOut();
        var stored = kept.all();
        var waiting = new HashMap<Integer, Store.Stored>();
        var refused = false;
        try (var device = listening.isZero()
                ? new Device(url, id, credentials(), Device.Until.RECEIPT)
                : new Device(url, id, credentials(), request -> tell(kept, request, out))) {
            var listeningUntil = System.nanoTime() + listening.toNanos();
            for (var each : stored) {
                waiting.put(device.publish(each.message()), each);
            }
            var until = System.nanoTime() + patience.toNanos();
            while ((!waiting.isEmpty() && System.nanoTime() < until) || System.nanoTime() < listeningUntil) {
                refused |= takeReceipts(device, waiting, out);
                Thread.sleep(LOOK_EVERY);
            }
        }
        if (!waiting.isEmpty()) {
            out.printf("%d still in the store%n", waiting.size());
            return NOT_YET;
        }
        return refused ? REFUSED : 0;
    }

    private static void tell(Store kept, Device.Request request, PrintWriter out) {
        try {
            if (kept.isNews(request.request())) {
                out.printf("asked to measure %s until %s%n", request.measure(), request.expiresAt());
                out.flush();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Only what Vigil has told of is taken out of the store.
    private static boolean takeReceipts(Device device, Map<Integer, Store.Stored> waiting, PrintWriter out)
            throws IOException {
        var refused = false;
        for (var number : device.refused()) {
            var stored = waiting.remove(number);
            if (stored != null) {
                // As the exit code says: it would be refused again.
                Store.done(stored);
                out.println("refused by the broker: not this device's topic, or its secret is no longer good");
                refused = true;
            }
        }
        for (var receipt : device.receipts().entrySet()) {
            var stored = waiting.remove(receipt.getKey());
            if (stored != null) {
                Store.done(stored);
                refused |= tell(receipt.getValue(), out);
            }
        }
        return refused;
    }

    private static boolean tell(List<JsonNode> outcomes, PrintWriter out) {
        var refused = false;
        for (var outcome : outcomes) {
            if (outcome.path("outcome").asText().equals("accepted")) {
                out.println("accepted " + outcome.path("reading").asText());
            } else {
                refused = true;
                out.printf(
                        "rejected %s: %s%n",
                        outcome.path("reason").asText(),
                        outcome.path("sentence").asText());
            }
        }
        out.flush();
        return refused;
    }
}
