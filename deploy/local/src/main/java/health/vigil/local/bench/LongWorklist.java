package health.vigil.local.bench;

import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.KeyRing;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.identity.Identities;
import health.vigil.kit.identity.Identity;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.run.AllInOne;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/// How long the server takes for the worklist when ten thousand alerts are open, each of a patient with readings.
final class LongWorklist implements Measurement {

    private static final int ALERTS = 10_000;
    private static final int REQUESTS = 200;
    private static final double NANOS_A_MILLI = 1e6;
    private static final String NURSE = "bench-worklist";

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var vigil = bench.vigil();
        var password = SecretFile.random();
        vigil.care().accounts().put(new Accounts.Account(NURSE, "Bench", Role.NURSE), password);
        try (var client = new SignedInClient(vigil.run().http(), NURSE, password)) {
            milliseconds(client, REQUESTS / 4);
            var floor = milliseconds(client, REQUESTS);
            bench.progress().tell("opening %,d alerts".formatted(ALERTS));
            raise(vigil);
            milliseconds(client, REQUESTS / 4);
            var samples = milliseconds(client, REQUESTS);
            clear(vigil);
            bench.progress().tell("worklist of %,d alerts: p99 %.0f ms".formatted(ALERTS, samples.percentile(99)));
            return new Findings(List.of(figure(50, samples, floor), figure(99, samples, floor)), List.of());
        }
    }

    private static Samples milliseconds(SignedInClient client, int requests) throws IOException, InterruptedException {
        var samples = new double[requests];
        for (var number = 0; number < requests; number++) {
            var began = System.nanoTime();
            client.get("/worklist/alerts", "text/html", BodyHandlers.discarding());
            samples[number] = (System.nanoTime() - began) / NANOS_A_MILLI;
        }
        return Samples.of(samples);
    }

    private static Figure figure(int percent, Samples samples, Samples floor) {
        return new Figure(
                "worklist-p" + percent,
                "worklist with 10,000 open alerts, p" + percent,
                "ms",
                samples.percentile(percent),
                new Figure.Floor("the worklist as it was before", floor.percentile(percent)),
                percent == 99 ? List.of(Aim.atMost(200)) : List.of(),
                "200 cards with their readings, steps and plans");
    }

    private static void execute(AllInOne vigil, String... statements) throws SQLException {
        var password = SecretFile.read(vigil.home().resolve("database/password"));
        try (var connection = DriverManager.getConnection(vigil.run().jdbc(), EmbeddedDatabase.user(), password);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String sealed(AllInOne vigil) {
        var identities = new Identities(KeyRing.read(vigil.home().resolve("keys")));
        return HexFormat.of().formatHex(identities.seal(new Identity("Family", "Given", null, "")));
    }

    private static void raise(AllInOne vigil) throws SQLException {
        execute(
                vigil,
                "create or replace function pg_temp.id(kind text, number integer) returns uuid language sql as"
                        + " $$ select md5('bench worklist ' || kind || number)::uuid $$",
                """
                insert into care.patient (patient_id, identity, zone, created_at)
                select pg_temp.id('patient', n), decode('%s', 'hex'), 'Europe/Berlin', now()
                from generate_series(1, %d) n on conflict do nothing""".formatted(sealed(vigil), ALERTS),
                """
                insert into vitals.reading (patient_id, kind, measured_at, reading_id, device_id, received_at, status,
                    clock_suspect, origin, glucose)
                select pg_temp.id('patient', n), 'glucose', now() - day * interval '1 day',
                    pg_temp.id('reading ' || day, n), pg_temp.id('device', n), now(), 'FINAL', false, 'bench', 100 + day
                from generate_series(1, %d) n, generate_series(0, 19) day""".formatted(ALERTS),
                """
                insert into alerts.alert (alert_id, patient_id, rule_id, severity, kind, reason, first_at, first_received,
                    first_text, worst_at, worst_text, latest_at, latest_received, latest_text, readings, late,
                    clock_suspect, revision, state, raised_at)
                select pg_temp.id('alert', n), pg_temp.id('patient', n), 'glucose-dangerously-low',
                    case when n %% 10 = 0 then 'CRITICAL' else 'HIGH' end, 'glucose', 'Dangerously low glucose.', at, at,
                    '45 mg/dL', at, '45 mg/dL', at, at, '45 mg/dL', 1, false, false, 1, 'notifying', at
                from generate_series(1, %d) n, lateral (select now() - n * interval '1 second' as at) t
                """.formatted(ALERTS),
                """
                insert into alerts.escalation (alert_id, urgency, round, step, due)
                select pg_temp.id('alert', n), 'PROMPT', 1, 1, now() + interval '1 hour' from generate_series(1, %d) n
                """.formatted(ALERTS),
                """
                insert into alerts.step (alert_id, at, step, who, note)
                select pg_temp.id('alert', n), now(), step, 'Vigil', '' from generate_series(1, %d) n,
                    unnest(array['raised', 'gap', 'told']) step""".formatted(ALERTS),
                "analyze");
    }

    private static void clear(AllInOne vigil) throws SQLException {
        execute(
                vigil,
                "update alerts.escalation set due = null where alert_id in"
                        + " (select alert_id from alerts.alert where state = 'notifying')",
                "update alerts.alert set state = 'resolved', resolved_by = 'bench' where state = 'notifying'");
    }
}
