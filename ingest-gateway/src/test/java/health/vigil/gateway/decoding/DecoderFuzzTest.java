package health.vigil.gateway.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Payloads made of real ones, by the grammar of their format and by breaking it, through every decoder. Each is a
/// reading, or a rejection with a reason, and nothing else happens. `-Dvigil.fuzz.payloads=10000000` runs as many as
/// that.
class DecoderFuzzTest {

    private static final int PAYLOADS = Integer.getInteger("vigil.fuzz.payloads", 40_000);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int LONGEST = 4096;
    private static final int LIVES_ON_THE_SIDE = 8;
    private static final Duration HANGS_AFTER = Duration.ofSeconds(30);

    private volatile Message decoding = Messages.message("readings", new byte[0]);

    private record Seed(String channel, ByteBuffer payload) {}

    private static final List<Seed> SEEDS = List.of(
            text(
                    "readings",
                    "{\"type\":\"weight\",\"measuredAt\":\"2026-11-23T07:30:00\",\"value\":82.4,\"unit\":\"kg\"}"),
            text(
                    "readings",
                    "[{\"id\":\"a1\",\"type\":\"blood-pressure\",\"measuredAt\":\"2026-11-23T07:30:00+01:00\",\"systolic\":142,"
                            + "\"diastolic\":91,\"pulse\":72,\"unit\":\"mm[Hg]\",\"userSlot\":1,\"now\":\"2026-11-23\"},"
                            + "{\"type\":\"glucose\",\"measuredAt\":\"2026-11-23\",\"value\":\"HI\",\"unit\":\"mg/dL\"}]"),
            text(
                    "fhir",
                    "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Observation\",\"status\":\"final\","
                            + "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"85354-9\"}]},"
                            + "\"effectiveDateTime\":\"2012-09-17\",\"component\":[{\"code\":{\"coding\":[{\"system\":"
                            + "\"http://loinc.org\",\"code\":\"8480-6\"}]},\"valueQuantity\":{\"value\":107,\"code\":\"mm[Hg]\"}},"
                            + "{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8462-4\"}]},"
                            + "\"valueQuantity\":{\"value\":60,\"comparator\":\"<\",\"code\":\"mm[Hg]\"}}]}}]}"),
            text(
                    "fhir",
                    "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\","
                            + "\"code\":\"2339-0\"}]},\"effectivePeriod\":{\"start\":\"2013-04-02T09:30:10+01:00\"},\"extension\":["
                            + "{\"url\":\"urn:vigil:fhir:user-slot\",\"valueInteger\":2}],\"interpretation\":[{\"coding\":["
                            + "{\"code\":\">\"}]}],\"valueQuantity\":{\"value\":6.3,\"code\":\"mmol/L\"}}"),
            text(
                    "senml",
                    "[{\"bn\":\"a:\",\"bt\":1795415400,\"bu\":\"mmHg\",\"n\":\"systolic\",\"v\":142},{\"n\":\"diastolic\",\"v\":91},"
                            + "{\"n\":\"meal\",\"vs\":\"fasting\"},{\"n\":\"manual\",\"vb\":true},{\"n\":\"seq\",\"v\":7}]"),
            hex("senml", "81A52162732F221A6B03D968006677656967687401626B6702FB405499999999999A"),
            text("status", "{\"status\":\"online\",\"battery\":80,\"now\":\"2026-11-23T07:30:00+01:00\"}"),
            hex("gatt/2A35", "1E8A00580078000000041114293B3C00012700"),
            hex("gatt/2A35", "DEF6F416F3FF07E4070114082B00B2F2018000"),
            hex("gatt/2A35/BM85", "566A0047000000EA07080B121F00003F000000"),
            hex("gatt/2A18", "1B0F00E807011E053A1B53016FB0F80000"),
            hex("gatt/2A34", "02070002"),
            hex("gatt/2A9D", "0E783EEA07050C12353601EE002607"));

    /// What stands in the formats somewhere, and what breaks readers.
    private static final List<byte[]> TOKENS = Stream.of(
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "[[",
                    "]]",
                    "}}",
                    "\"\"",
                    "0",
                    "-1",
                    "1e999999999",
                    "1e9999999",
                    "e9999999",
                    "1E-400",
                    "NaN",
                    "\\u0000",
                    "\\ud800",
                    "\"HI\"",
                    "\"LO\"",
                    "\"kPa\"",
                    "\"lb\"",
                    "2147483648",
                    "9223372036854775808",
                    "0.1",
                    "+999999999-12-31T23:59:59Z",
                    "2026-02-30",
                    "24:00",
                    "\"value\":",
                    "\"now\":",
                    "\"bver\":11",
                    "\"x_\":1",
                    "\"resourceType\":\"Bundle\"",
                    "\"contained\":[",
                    "\u00ff\u00fe",
                    "\ufeff",
                    "ü",
                    "/*",
                    "//",
                    "'")
            .map(token -> token.getBytes(UTF_8))
            .toList();

    private static Seed text(String channel, String text) {
        return new Seed(channel, UTF_8.encode(text));
    }

    private static Seed hex(String channel, String hex) {
        return new Seed(channel, ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /// One payload that holds a decoder up, holds up all readings behind it.
    @Test
    void everyPayloadIsAReadingOrARejectionWithAReason() throws InterruptedException {
        var failure = new CompletableFuture<Void>();
        var fuzzing = Thread.ofPlatform().daemon().start(() -> {
            try {
                fuzz();
                failure.complete(null);
            } catch (RuntimeException | Error failed) {
                failure.completeExceptionally(failed);
            }
        });
        var before = decoding;
        while (!fuzzing.join(HANGS_AFTER)) {
            var now = decoding;
            assertThat(now).as(() -> "it hangs: " + told(now)).isNotSameAs(before);
            before = now;
        }
        assertThat(failure).isCompleted();
    }

    private void fuzz() {
        var random = new SplittableRandom(SEED);
        var outcomes = new TreeMap<String, Integer>();
        var decoder = new Decoder();
        var kept = new ArrayList<Seed>(SEEDS);
        for (var count = 0; count < PAYLOADS; count++) {
            var from = kept.get(random.nextInt(kept.size()));
            var bytes = mutated(Messages.message(from.channel(), from.payload()).bytes(), random);
            var message = Messages.message(from.channel(), bytes);
            decoding = message;
            var decoded = decode(decoder, message);
            assertThat(decoded).isNotEmpty();
            var seen = false;
            for (var outcome : decoded) {
                seen |= outcomes.merge(from.channel() + " " + outcome(outcome), 1, Integer::sum) == 1;
            }
            // What led somewhere new is a good place to start from.
            if (seen && kept.size() < SEEDS.size() * LIVES_ON_THE_SIDE) {
                kept.add(new Seed(from.channel(), ByteBuffer.wrap(bytes)));
            }
        }
        outcomes.forEach((outcome, count) -> System.out.printf(Locale.ROOT, "%,12d  %s%n", count, outcome));
        assertThat(outcomes.keySet())
                .as("every decoder accepts and refuses something")
                .contains(
                        "readings accepted",
                        "fhir accepted",
                        "senml accepted",
                        "gatt/2A35 accepted",
                        "gatt/2A18 accepted",
                        "gatt/2A9D accepted",
                        "gatt/2A34 context",
                        "status status",
                        "readings implausible",
                        "fhir fhir-invalid",
                        "senml senml-invalid",
                        "gatt/2A18 gatt-invalid");
    }

    private static List<Decoded> decode(Decoder decoder, Message message) {
        try {
            return decoder.decode(message);
        } catch (RuntimeException | Error crash) {
            throw new AssertionError(told(message), crash);
        }
    }

    private static String told(Message message) {
        return "seed %d: %s %s".formatted(SEED, message.topic(), HexFormat.of().formatHex(message.bytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e9999999", "-1e999999999", "1e-999999999", "1e99999999999", "1E2147483647"})
    void aNumberThatCannotBeWrittenOutHoldsNothingUpWhereverItStands(String number) {
        var decoder = new Decoder();
        for (var seed : SEEDS) {
            var text = UTF_8.decode(seed.payload().duplicate()).toString();
            if (text.startsWith("{") || text.startsWith("[")) {
                var places = Pattern.compile(":(-?[0-9.]+)[,}\\]]").matcher(text);
                while (places.find()) {
                    var other = text.substring(0, places.start(1)) + number + text.substring(places.end(1));
                    assertThat(decode(decoder, Messages.message(seed.channel(), other.getBytes(UTF_8))))
                            .as(other)
                            .isNotEmpty();
                }
            }
        }
    }

    private static String outcome(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Accepted(var reading) -> {
                assertThat(reading.getMeasurements()).isNotEmpty();
                yield "accepted";
            }
            case Decoded.Rejected(var rejection) -> {
                assertThat(rejection.getSentence()).isNotBlank();
                yield rejection.getReason();
            }
            case Decoded.Context _ -> "context";
            case Decoded.Status _ -> "status";
        };
    }

    private static byte[] mutated(byte[] from, SplittableRandom random) {
        var bytes = from.clone();
        // Mostly one change: what is broken in many places is all refused for the first.
        for (var times = random.nextInt(3) == 0 ? 4 : 1; times > 0; times--) {
            bytes = once(bytes, random);
        }
        return bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
    }

    private static byte[] once(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return TOKENS.get(random.nextInt(TOKENS.size()));
        }
        var at = random.nextInt(bytes.length);
        return switch (random.nextInt(9)) {
            case 0 -> {
                bytes[at] = (byte) random.nextInt(256);
                yield bytes;
            }
            case 1 -> {
                bytes[at] = (byte) (bytes[at] ^ 1 << random.nextInt(8));
                yield bytes;
            }
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(12)));
            case 4 ->
                joined(bytes, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + random.nextInt(40))), at);
            case 5 -> joined(bytes, at, TOKENS.get(random.nextInt(TOKENS.size())), at);
            // Another number where there is one, so that the rest stays what it is.
            default -> digit(bytes, at, random);
        };
    }

    private static byte[] digit(byte[] bytes, int from, SplittableRandom random) {
        for (var at = from; at < bytes.length; at++) {
            if (Character.isDigit(bytes[at])) {
                bytes[at] = (byte) ('0' + random.nextInt(10));
                return bytes;
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int until, byte[] between, int from) {
        return ByteBuffer.allocate(until + between.length + bytes.length - from)
                .put(bytes, 0, until)
                .put(between)
                .put(bytes, from, bytes.length - from)
                .array();
    }

    @Test
    void sayingNothingIsRefusedInEveryFormat() {
        assertThat(Map.of(
                        "readings",
                        "empty",
                        "fhir",
                        "fhir-invalid",
                        "senml",
                        "senml-invalid",
                        "gatt/2A35",
                        "gatt-invalid"))
                .allSatisfy((channel, reason) -> assertThat(
                                Messages.rejections(new Decoder().decode(Messages.message(channel, new byte[0]))))
                        .singleElement()
                        .satisfies(
                                rejection -> assertThat(rejection.getReason()).isEqualTo(reason)));
    }
}
