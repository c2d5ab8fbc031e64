package health.vigil.local.bench;

import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.SecretFile;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Plot;
import health.vigil.local.bench.report.Samples;
import health.vigil.local.run.AllInOne;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The trend of one patient among many readings, asked for by twenty people at once. The floor reads the same rows from
/// the index alone, over as many connections of their own.
final class Trends implements Measurement {

    private static final int CLIENTS = 20;

    /// Patients whose trends are asked for.
    private static final int ASKED_FOR = 100;

    private static final int READINGS_A_PATIENT = 365 * Life.A_DAY;

    /// Each person looks at a chart a few times a second; all of them together ask a hundred times.
    private static final int MOST_PAUSE_MILLIS = 400;

    private static final String CLINICIAN = "bench-clinician";

    private static final String INDEX_ONLY = """
            select measured_at, reading_id from vitals.reading
            where patient_id = ? and kind = 'glucose' and measured_at >= ? and measured_at < ?
            order by measured_at, reading_id
            """;

    private final Instant today;

    Trends(Clock clock) {
        this.today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    }

    /// One person.
    private interface Client extends AutoCloseable {
        void ask(UUID patient, Instant from, Instant to) throws Exception;

        @Override
        void close() throws SQLException;
    }

    private interface Clients {
        Client open() throws Exception;
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var rows = bench.scale().stores().rows();
        var requests = bench.scale().stores().requests();
        var vigil = bench.vigil();
        var password = SecretFile.random();
        vigil.care().accounts().put(new Accounts.Account(CLINICIAN, "Bench", Role.CLINICIAN), password);
        try (var way = VigilInProcess.of(vigil)) {
            TrendTable.fill(way, rows, READINGS_A_PATIENT, today, bench.progress());
            try (var api = way.administrator()) {
                for (var number = 0; number < Math.min(ASKED_FOR, rows / READINGS_A_PATIENT); number++) {
                    VigilWay.register(api, TrendTable.patient(number));
                }
            }
            Clients bare = () -> new IndexReader(way);
            Clients people = () -> new Person(vigil, password);
            var asked = Math.min(ASKED_FOR, rows / READINGS_A_PATIENT);
            milliseconds(people, asked, 90, requests / 4);
            milliseconds(bare, asked, 90, requests / 4);
            return findings(bench, people, bare, asked, requests);
        }
    }

    private Findings findings(Workbench bench, Clients people, Clients bare, int asked, int requests) throws Exception {
        var figures = new ArrayList<Figure>();
        var curves = new ArrayList<Plot.Latencies>();
        for (var days : new int[] {90, 365}) {
            var floor = milliseconds(bare, asked, days, requests);
            var samples = milliseconds(people, asked, days, requests);
            bench.progress()
                    .tell("trend of %d days: p99 %.1f ms, bare %.1f ms"
                            .formatted(days, samples.percentile(99), floor.percentile(99)));
            figures.add(figure(bench, days, 50, samples, floor, List.of()));
            figures.add(figure(bench, days, 99, samples, floor, List.of(Aim.atMost(10), Aim.ratioAtMost(3))));
            curves.add(new Plot.Latencies("Vigil, " + days + " days", samples));
            curves.add(new Plot.Latencies("index alone, " + days + " days", floor));
        }
        return new Findings(figures, List.of(Plot.percentiles("trend", "Trend of one patient", curves)));
    }

    private static Figure figure(
            Workbench bench, int days, int percent, Samples samples, Samples floor, List<Aim> aims) {
        return new Figure(
                "trend-%d-p%d".formatted(days, percent),
                String.format(
                        Locale.ROOT,
                        "trend of %d days among %,d readings, p%d",
                        days,
                        bench.scale().stores().rows(),
                        percent),
                "ms",
                samples.percentile(percent),
                new Figure.Floor("the index alone", floor.percentile(percent)),
                aims,
                "");
    }

    /// All requests of all clients.
    private Samples milliseconds(Clients clients, int patients, int days, int requests) throws Exception {
        try (var people = Executors.newFixedThreadPool(CLIENTS)) {
            var tasks = new ArrayList<Callable<double[]>>();
            for (var number = 0; number < CLIENTS; number++) {
                // One after the other: signing in is made to be slow.
                var client = clients.open();
                var random = new SplittableRandom(number);
                tasks.add(() -> one(client, random, patients, days, Math.max(1, requests / CLIENTS)));
            }
            var samples = new ArrayList<double[]>();
            for (var asked : people.invokeAll(tasks)) {
                samples.add(asked.get());
            }
            return Samples.of(samples.stream().flatMapToDouble(Arrays::stream).toArray());
        }
    }

    /// Closes the client.
    private double[] one(Client client, SplittableRandom random, int patients, int days, int requests)
            throws Exception {
        var samples = new double[requests];
        try (client) {
            for (var i = 0; i < samples.length; i++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_PAUSE_MILLIS)));
                var patient = TrendTable.patient(random.nextInt(patients));
                var started = System.nanoTime();
                client.ask(patient, today.minus(Duration.ofDays(days)), today);
                samples[i] = Await.secondsSince(started) * 1_000;
            }
        }
        return samples;
    }

    private static final class Person implements Client {

        private final SignedInClient http;

        Person(AllInOne vigil, String password) throws Exception {
            this.http = new SignedInClient(vigil.run().http(), CLINICIAN, password);
        }

        @Override
        public void ask(UUID patient, Instant from, Instant to) throws Exception {
            var path = "/api/patients/%s/trend?metric=glucose&from=%s&to=%s&limit=2000".formatted(patient, from, to);
            var answer = http.get(path, "application/json", HttpResponse.BodyHandlers.ofByteArray());
            if (answer.body().length < 10_000) {
                throw new IllegalStateException("the trend holds too few points");
            }
        }

        @Override
        public void close() {
            http.close();
        }
    }

    private static final class IndexReader implements Client {

        private final Connection connection;
        private final PreparedStatement query;

        IndexReader(VigilWay way) throws SQLException {
            this.connection = way.database();
            this.query = connection.prepareStatement(INDEX_ONLY);
        }

        @Override
        public void ask(UUID patient, Instant from, Instant to) throws SQLException {
            query.setObject(1, patient);
            query.setObject(2, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
            query.setObject(3, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
            try (var rows = query.executeQuery()) {
                var count = 0;
                while (rows.next()) {
                    rows.getObject(1, OffsetDateTime.class);
                    rows.getObject(2, UUID.class);
                    count++;
                }
                if (count < 80) {
                    throw new IllegalStateException("the index holds too few rows");
                }
            }
        }

        @Override
        public void close() throws SQLException {
            query.close();
            connection.close();
        }
    }
}
