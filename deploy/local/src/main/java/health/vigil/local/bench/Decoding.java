package health.vigil.local.bench;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import health.vigil.gateway.decoding.Decoded;
import health.vigil.gateway.decoding.Decoder;
import health.vigil.gateway.decoding.Message;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import health.vigil.local.device.Format;
import health.vigil.local.device.HomeReading;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// How many readings a second are decoded from each format, by one thread, beside JSON in the same run.
final class Decoding implements Measurement {

    private static final UUID DEVICE = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static final Instant BEGIN = Instant.parse("2026-01-01T06:00:00Z");
    private static final int DIFFERENT = 1000;

    private final Decoder decoder = new Decoder();

    @Override
    public Findings measure(Workbench bench) {
        var size = bench.scale().ways();
        var json = rate(Format.JSON, size);
        var figures = new ArrayList<Figure>();
        for (var format : Format.values()) {
            var rate = format == Format.JSON ? json : rate(format, size);
            bench.progress().tell("decoding %s: %,.0f readings/s".formatted(format, rate));
            var name = format.name().toLowerCase(Locale.ROOT).replace('_', '-');
            figures.add(new Figure(
                    "decode-" + name,
                    "blood pressures decoded from " + name + ", one thread",
                    "readings/s",
                    rate,
                    new Figure.Floor("JSON", json),
                    List.of(),
                    ""));
        }
        return new Findings(figures, List.of());
    }

    private double rate(Format format, Scale.Ways size) {
        var messages = new ArrayList<Message>();
        for (var number = 0; number < DIFFERENT; number++) {
            var message = format.write(reading(format, number)).getFirst();
            messages.add(new Message(
                    "vigil/" + DEVICE + "/" + message.channel(), message.payload(), BEGIN.plusSeconds(number)));
        }
        decode(messages, size.warmUp());
        var rates = new double[size.rounds()];
        for (var round = 0; round < rates.length; round++) {
            var began = System.nanoTime();
            decode(messages, size.readings());
            rates[round] = size.readings() * 1e9 / (System.nanoTime() - began);
        }
        return Samples.of(rates).median();
    }

    static HomeReading reading(Format format, int number) {
        var at = BEGIN.plusSeconds(number);
        return new HomeReading(
                ReadingKind.BLOOD_PRESSURE,
                format == Format.GATT
                        ? new SaidTime.Local(LocalDateTime.ofInstant(at, ZoneOffset.UTC))
                        : new SaidTime.Moment(at),
                Map.of(
                        Metric.SYSTOLIC, new Value.Exact(120 + number % 40),
                        Metric.DIASTOLIC, new Value.Exact(80),
                        Metric.PULSE, new Value.Exact(60 + number % 30)),
                1,
                number,
                null);
    }

    private void decode(List<Message> messages, int count) {
        for (var done = 0; done < count; done++) {
            var decoded = decoder.decode(messages.get(done % messages.size()));
            if (!(decoded.getFirst() instanceof Decoded.Accepted)) {
                throw new IllegalStateException("a reading was not taken");
            }
        }
    }
}
