package health.vigil.local.bench;

import com.sun.net.httpserver.HttpServer;
import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.SecretFile;
import health.vigil.local.client.VigilApi;
import health.vigil.local.run.AllInOne;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;

/// Where a nurse hears of an alert.
enum Ear {
    PAGE("live-feed", "the nurse's live feed"),
    WEBHOOK("webhook", "a webhook"),
    MAIL("mail", "an SMTP server");

    private static final String URGENT = "vigil.urgent";

    private final String code;
    private final String words;

    Ear(String code, String words) {
        this.code = code;
        this.words = words;
    }

    String code() {
        return code;
    }

    String words() {
        return words;
    }

    /// Listens until it is closed. The nurse of one ear has no other, and there is no other nurse.
    AutoCloseable open(AllInOne vigil, MailSink mails, Signals signals) throws IOException, InterruptedException {
        var nurse = "bench-" + code;
        var password = SecretFile.random();
        // A lead nurse, since it takes one to add a webhook.
        vigil.care().accounts().put(new Accounts.Account(nurse, "Bench", Role.LEAD_NURSE), password);
        var listening =
                switch (this) {
                    case PAGE -> new FeedListener(vigil.run().http(), nurse, password, signals);
                    case WEBHOOK -> {
                        var server = sink(signals);
                        var address = "http://127.0.0.1:" + server.getAddress().getPort();
                        var contact = reach(vigil, nurse, password, "webhook", address);
                        yield (AutoCloseable) () -> {
                            contact.close();
                            server.stop(0);
                        };
                    }
                    case MAIL -> {
                        mails.onArrival(signals::arrived);
                        yield reach(vigil, nurse, password, "email", nurse + "@localhost");
                    }
                };
        return () -> {
            listening.close();
            acknowledgeAll(vigil, nurse, password);
        };
    }

    /// What nobody acknowledges is told again and again, also to the next ear.
    private static void acknowledgeAll(AllInOne vigil, String nurse, String password)
            throws IOException, InterruptedException {
        try (var api = new VigilApi(vigil.run().http(), nurse, password)) {
            var open = api.get("/api/alerts?limit=1000").path("alerts");
            while (!open.isEmpty()) {
                for (var alert : open) {
                    api.post("/api/alerts/" + alert.path("alertId").asText() + "/acknowledge", Map.of());
                }
                open = api.get("/api/alerts?limit=1000").path("alerts");
            }
        }
    }

    private static HttpServer sink(Signals signals) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, -1);
                if (body.contains(URGENT)) {
                    signals.arrived();
                }
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    /// @return what takes the contact away again
    private static AutoCloseable reach(AllInOne vigil, String nurse, String password, String channel, String address)
            throws IOException, InterruptedException {
        try (var api = new VigilApi(vigil.run().http(), nurse, password)) {
            var contact = api.post("/api/contacts", Map.of("channel", channel, "address", address, "least", "URGENT"))
                    .at("/contact/contactId")
                    .asText();
            return () -> {
                try (var again = new VigilApi(vigil.run().http(), nurse, password)) {
                    again.delete("/api/contacts/" + contact);
                }
            };
        }
    }
}
