package health.vigil.local.bench;

import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.access.Tokens;
import health.vigil.kit.audit.AuditTrail;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.kit.sight.Sight;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import health.vigil.local.embedded.EmbeddedDatabase;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What it costs that each look is decided about and put on record: the same requests, in turn, to a second server in
/// the same process on the same tables, which records nothing; and the decision alone, beside a request.
final class Watched implements Measurement {

    private static final String CLINICIAN = "bench-watched";
    private static final int READINGS_A_PATIENT = 1095;
    private static final int PATIENTS = 20;
    private static final int ROUNDS = 10;
    private static final double MOST = 1.1;

    private final Clock clock;

    Watched(Clock clock) {
        this.clock = clock;
    }

    private interface Step {
        void take(int number) throws Exception;
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var vigil = bench.vigil();
        var password = SecretFile.random();
        vigil.care().accounts().put(new Accounts.Account(CLINICIAN, "Bench", Role.CLINICIAN), password);
        var today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        var settings = new DatabaseSettings(
                vigil.run().jdbc(),
                EmbeddedDatabase.user(),
                vigil.home().resolve("database/password").toString(),
                8,
                Duration.ofSeconds(5));
        AuditTrail nothing = _ -> {};
        try (var way = VigilInProcess.of(vigil);
                var database = Database.open(settings, "bench", new Telemetry(new Metrics(), new Health()))) {
            new TrendTable(way, READINGS_A_PATIENT, today, bench.progress()).fill(0, PATIENTS, PATIENTS);
            var jdbi = database.jdbi();
            var sight = new Sight(jdbi, clock);
            var person = new SignedIn(CLINICIAN, "Bench", Role.CLINICIAN, "", Instant.MAX);
            try (var unwatched = new WebServer(
                                    new HttpSettings("127.0.0.1", 0),
                                    new Sessions(jdbi, clock)::find,
                                    new Tokens(jdbi, clock)::find,
                                    nothing,
                                    vigil.care().routes())
                            .start();
                    var watchedPage = new SignedInClient(vigil.run().http(), CLINICIAN, password);
                    var page = new SignedInClient("http://127.0.0.1:" + unwatched.port(), CLINICIAN, password)) {
                var requests = bench.scale().stores().requests();
                var path =
                        "/api/patients/%s/trend?metric=glucose&resolution=raw&from=" + today.minus(Duration.ofDays(90));
                Step watched = number -> ask(watchedPage, path, number);
                Step bare = number -> ask(page, path, number);
                Step decision = number -> decide(sight, person, number);
                for (var step : List.of(watched, bare, decision)) {
                    milliseconds(step, requests / 4);
                }
                var with = new double[ROUNDS];
                var without = new double[ROUNDS];
                var deciding = new double[ROUNDS];
                for (var round = 0; round < ROUNDS; round++) {
                    with[round] = milliseconds(watched, requests / ROUNDS);
                    without[round] = milliseconds(bare, requests / ROUNDS);
                    deciding[round] = milliseconds(decision, requests / ROUNDS);
                }
                var floor = Samples.of(without).median();
                return new Findings(
                        List.of(
                                figure(
                                        "audit",
                                        "90 days of a patient, put on record, one client",
                                        Samples.of(with).median(),
                                        floor,
                                        MOST),
                                figure(
                                        "sight",
                                        "deciding who sees a patient",
                                        Samples.of(deciding).median(),
                                        floor,
                                        MOST - 1)),
                        List.of());
            }
        }
    }

    private static Figure figure(String code, String name, double value, double floor, double most) {
        return new Figure(
                code,
                name,
                "ms",
                value,
                new Figure.Floor("the same request without a trail", floor),
                List.of(Aim.ratioAtMost(most)),
                "");
    }

    private static void ask(SignedInClient client, String path, int number) throws Exception {
        client.get(
                path.formatted(TrendTable.patient(number % PATIENTS)),
                "application/json",
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void decide(Sight sight, SignedIn person, int number) {
        if (!sight.sees(person, TrendTable.patient(number % PATIENTS))) {
            throw new IllegalStateException("a patient of the first team is not seen");
        }
    }

    /// The median.
    private static double milliseconds(Step step, int times) throws Exception {
        var samples = new double[Math.max(1, times)];
        for (var number = 0; number < samples.length; number++) {
            var began = System.nanoTime();
            step.take(number);
            samples[number] = (System.nanoTime() - began) / 1e6;
        }
        return Samples.of(samples).median();
    }
}
