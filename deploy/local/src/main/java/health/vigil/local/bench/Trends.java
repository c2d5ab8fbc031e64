package health.vigil.local.bench;

import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.sight.Sight;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Plot;
import health.vigil.local.bench.report.Samples;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
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
import org.postgresql.PGConnection;

/// What clinicians and other systems ask for among many readings, twenty of them at once: first among a tenth of the
/// readings, then among all. The floor reads the same rows from the index alone, over as many connections of its own.
final class Trends implements Measurement {

    private static final int CLIENTS = 20;

    /// Patients whose trends are asked for.
    private static final int ASKED_FOR = 100;

    private static final int READINGS_A_PATIENT = 365 * Life.A_DAY;
    private static final String CLINICIAN = "bench-clinician";

    private final Instant today;

    Trends(Clock clock) {
        this.today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    }

    /// One person.
    private interface Client extends AutoCloseable {
        void ask(UUID patient) throws Exception;

        @Override
        void close() throws SQLException;
    }

    private interface Clients {
        Client open(int number) throws Exception;
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var rows = bench.scale().stores().rows();
        var requests = bench.scale().stores().requests();
        var patients = rows / READINGS_A_PATIENT;
        var few = Math.max(1, patients / 10);
        var asked = Math.min(ASKED_FOR, few);
        var vigil = bench.vigil();
        var password = SecretFile.random();
        vigil.care().accounts().put(new Accounts.Account(CLINICIAN, "Bench", Role.CLINICIAN), password);
        var figures = new ArrayList<Figure>();
        var curves = new ArrayList<Plot.Latencies>();
        var signedIn = new ArrayList<SignedInClient>();
        try (var way = VigilInProcess.of(vigil)) {
            // One after the other: signing in is made to be slow.
            for (var number = 0; number < CLIENTS; number++) {
                signedIn.add(new SignedInClient(vigil.run().http(), CLINICIAN, password));
            }
            var table = new TrendTable(way, READINGS_A_PATIENT, today, bench.progress());
            for (var part : List.of(new int[] {0, few}, new int[] {few, patients})) {
                table.fill(part[0], part[1], asked);
                if (part[0] == 0) {
                    figures.add(export(bench, signedIn.getFirst(), way, part[1] * READINGS_A_PATIENT));
                }
                for (var question : Question.all(today, Math.min(part[1], Question.PANEL))) {
                    Clients bare = _ -> new IndexReader(way, question);
                    Clients people = number -> new Person(signedIn.get(number), question);
                    milliseconds(people, question, asked, requests / 8);
                    milliseconds(bare, question, asked, requests / 8);
                    var floor = milliseconds(bare, question, asked, requests / 2);
                    var samples = milliseconds(people, question, asked, requests / 2);
                    bench.progress()
                            .tell("%s among %,d: p99 %.1f ms, bare %.1f ms"
                                    .formatted(
                                            question.title(),
                                            part[1] * READINGS_A_PATIENT,
                                            samples.percentile(99),
                                            floor.percentile(99)));
                    var isAll = part[1] == patients;
                    figures.add(figure(question, part[1], 50, isAll, samples, floor));
                    figures.add(figure(question, part[1], 99, isAll, samples, floor));
                    if (isAll) {
                        curves.add(new Plot.Latencies("Vigil, " + question.title(), samples));
                        curves.add(new Plot.Latencies("index alone, " + question.title(), floor));
                    }
                }
            }
        } finally {
            signedIn.forEach(SignedInClient::close);
        }
        return new Findings(figures, List.of(Plot.percentiles("trend", "Asked for by 20 at once", curves)));
    }

    private static Figure figure(
            Question question, int patients, int percent, boolean isAll, Samples samples, Samples floor) {
        var isAimedAt = percent == 99 && isAll;
        return new Figure(
                "%s-p%d%s".formatted(question.code(), percent, isAll ? "" : "-of-a-tenth"),
                String.format(
                        Locale.ROOT,
                        "%s among %,d readings, p%d",
                        question.title(),
                        patients * READINGS_A_PATIENT,
                        percent),
                "ms",
                samples.percentile(percent),
                new Figure.Floor("the index alone", floor.percentile(percent)),
                isAimedAt ? List.of(Aim.atMost(question.aim()), Aim.ratioAtMost(3)) : List.of(),
                "");
    }

    /// Of all patients as CSV.
    private static Figure export(Workbench bench, SignedInClient http, VigilWay way, int rows) throws Exception {
        try (var connection = way.database()) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            var bareRate = 0.0;
            var rate = 0.0;
            // The first is to warm up.
            for (var round = 0; round < 2; round++) {
                var bareStarted = System.nanoTime();
                copy.copyOut("copy vitals.reading to stdout (format csv)", OutputStream.nullOutputStream());
                bareRate = rows / Await.secondsSince(bareStarted);
                var started = System.nanoTime();
                http.get(
                        "/api/exports/readings.csv?team=" + Sight.FIRST_TEAM,
                        "text/csv",
                        HttpResponse.BodyHandlers.discarding());
                rate = rows / Await.secondsSince(started);
            }
            bench.progress().tell("export: %,.0f readings/s, COPY %,.0f".formatted(rate, bareRate));
            return new Figure(
                    "export-csv",
                    "%,d readings as CSV by HTTP, one client".formatted(rows),
                    "readings/s",
                    rate,
                    new Figure.Floor("COPY TO of the table", bareRate),
                    List.of(Aim.ratioAtLeast(0.5)),
                    "with names, devices and local times, by patient and time");
        }
    }

    /// All requests of all clients.
    private static Samples milliseconds(Clients clients, Question question, int patients, int requests)
            throws Exception {
        try (var people = Executors.newFixedThreadPool(CLIENTS)) {
            var tasks = new ArrayList<Callable<double[]>>();
            for (var number = 0; number < CLIENTS; number++) {
                var client = clients.open(number);
                var random = new SplittableRandom(number);
                var each = Math.max(1, requests / question.seldom() / CLIENTS);
                tasks.add(() -> one(client, random, patients, question.mostPause(), each));
            }
            var samples = new ArrayList<double[]>();
            for (var asked : people.invokeAll(tasks)) {
                samples.add(asked.get());
            }
            return Samples.of(samples.stream().flatMapToDouble(Arrays::stream).toArray());
        }
    }

    /// Closes the client.
    private static double[] one(Client client, SplittableRandom random, int patients, int mostPause, int requests)
            throws Exception {
        var samples = new double[requests];
        try (client) {
            for (var i = 0; i < samples.length; i++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(mostPause)));
                var patient = TrendTable.patient(random.nextInt(patients));
                var started = System.nanoTime();
                client.ask(patient);
                samples[i] = Await.secondsSince(started) * 1_000;
            }
        }
        return samples;
    }

    private record Person(SignedInClient http, Question question) implements Client {

        @Override
        public void ask(UUID patient) throws Exception {
            var all = HttpResponse.BodyHandlers.ofByteArray();
            var path = question.path().formatted(patient);
            var answer = question.fields().isEmpty()
                    ? http.get(path, "application/json", all)
                    : http.search(path, question.fields(), all);
            if (answer.body().length < question.leastBytes()) {
                throw new IllegalStateException(question.title() + ": the answer holds too little");
            }
        }

        /// Stays signed in.
        @Override
        public void close() {}
    }

    private static final class IndexReader implements Client {

        private final Connection connection;
        private final PreparedStatement query;
        private final Question question;

        IndexReader(VigilWay way, Question question) throws SQLException {
            this.connection = way.database();
            this.query = connection.prepareStatement(question.bare());
            this.question = question;
        }

        @Override
        public void ask(UUID patient) throws SQLException {
            if (query.getParameterMetaData().getParameterCount() > 0) {
                query.setObject(1, patient);
            }
            try (var rows = query.executeQuery()) {
                var count = 0;
                while (rows.next()) {
                    rows.getObject(1);
                    rows.getObject(2);
                    count++;
                }
                if (count < question.leastRows()) {
                    throw new IllegalStateException(question.title() + ": the index holds too few rows");
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
