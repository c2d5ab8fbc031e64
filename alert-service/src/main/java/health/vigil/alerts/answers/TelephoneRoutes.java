package health.vigil.alerts.answers;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.alerts.delivery.ChannelSettings;
import health.vigil.alerts.teams.Contacts;
import health.vigil.alerts.worklist.Actions;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Jdbi;

/// Answers that a telephone provider passes on: `ACK 123456` by SMS, a key pressed in a call. Each request must be
/// signed with the account's token, as Twilio does, and an SMS must come from the number that the message went to.
public final class TelephoneRoutes implements Routes {

    private static final Pattern ACK = Pattern.compile("\\s*ACK\\s+([0-9]{6})\\s*\\.?\\s*", Pattern.CASE_INSENSITIVE);
    private static final String NOTE = "by telephone";

    private final Jdbi jdbi;
    private final Actions actions;
    private final ChannelSettings.Telephone settings;
    private final String token;

    public TelephoneRoutes(Jdbi jdbi, Actions actions, ChannelSettings.Telephone settings) {
        this.jdbi = jdbi;
        this.actions = actions;
        this.settings = settings;
        this.token = settings.tokenFile().isEmpty() ? "" : SecretFile.read(Path.of(settings.tokenFile()));
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/telephone/sms", this::sms, Access.ANYONE);
        routes.post("/api/telephone/key/{message}", this::key, Access.ANYONE);
    }

    /// A message with the person that it went to and its alerts.
    private record Answered(String username, List<UUID> alerts) {}

    private void sms(Context ctx) {
        var form = signed(ctx);
        var match = ACK.matcher(form.getOrDefault("Body", ""));
        if (!match.matches()) {
            answer(ctx, "<Message>To acknowledge, answer ACK and the six digits of the message.</Message>");
            return;
        }
        var answered = withCode(form.getOrDefault("From", ""), match.group(1));
        answer(ctx, "<Message>" + acknowledge(answered) + "</Message>");
    }

    private void key(Context ctx) {
        var form = signed(ctx);
        if (!form.getOrDefault("Digits", "").equals("1")) {
            answer(ctx, "<Say>Not acknowledged.</Say>");
            return;
        }
        answer(ctx, "<Say>" + acknowledge(byId(Requests.id(ctx, "message"))) + "</Say>");
    }

    private String acknowledge(Optional<Answered> answered) {
        if (answered.isEmpty()) {
            return "Nothing waits under this code.";
        }
        var done = answered.get().alerts().stream()
                .filter(alert -> actions.acknowledge(alert, answered.get().username(), NOTE) == Actions.Result.DONE)
                .count();
        return done == 0 ? "Somebody has already dealt with it." : "Acknowledged.";
    }

    private Optional<Answered> withCode(String number, String code) {
        return jdbi.withHandle(handle -> {
                    var contacts = Contacts.withAddress(handle, "sms", number).stream()
                            .map(Contacts.Contact::contactId)
                            .toList();
                    return handle.createQuery("""
                            select m.message_id from alerts.message m
                            where m.code = :code and m.contact_id = any(:contacts)
                            order by m.created_at desc limit 1
                            """)
                            .bind("code", code)
                            .bindArray("contacts", UUID.class, contacts)
                            .mapTo(UUID.class)
                            .findOne();
                })
                .flatMap(this::byId);
    }

    private Optional<Answered> byId(UUID message) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select username from alerts.message where message_id = :id")
                        .bind("id", message)
                        .mapTo(String.class)
                        .findOne()
                        .map(username -> new Answered(
                                username,
                                handle.createQuery(
                                                "select alert_id from alerts.notice where message_id = :id order by alert_id")
                                        .bind("id", message)
                                        .mapTo(UUID.class)
                                        .list())));
    }

    private static void answer(Context ctx, String content) {
        ctx.contentType("text/xml").result("<Response>" + content + "</Response>");
    }

    /// The form, if its signature is the provider's: HMAC-SHA1 of the address and all fields in the order of their
    /// names.
    private Map<String, String> signed(Context ctx) {
        var form = new TreeMap<String, String>();
        ctx.formParamMap().forEach((name, values) -> form.put(name, String.join("", values)));
        var text = new StringBuilder(settings.answersUrl()).append(ctx.path());
        form.forEach((name, value) -> text.append(name).append(value));
        var given = Optional.ofNullable(ctx.header("X-Twilio-Signature")).orElse("");
        if (token.isEmpty()
                || settings.answersUrl().isEmpty()
                || !MessageDigest.isEqual(
                        given.getBytes(UTF_8), signature(text.toString()).getBytes(UTF_8))) {
            throw new ForbiddenResponse("The request is not signed by the telephone provider.");
        }
        return form;
    }

    private String signature(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(UTF_8), mac.getAlgorithm()));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
