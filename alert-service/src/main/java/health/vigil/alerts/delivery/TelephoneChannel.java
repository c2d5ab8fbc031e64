package health.vigil.alerts.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.alerts.teams.Contacts.Contact;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// SMS, or calls, through a provider with Twilio's API.
final class TelephoneChannel implements Channel {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private final ChannelSettings.Telephone settings;
    private final String token;
    private final boolean calls;

    private TelephoneChannel(ChannelSettings.Telephone settings, String token, boolean calls) {
        this.settings = settings;
        this.token = token;
        this.calls = calls;
    }

    static TelephoneChannel sms(ChannelSettings.Telephone settings, String token) {
        return new TelephoneChannel(settings, token, false);
    }

    static TelephoneChannel voice(ChannelSettings.Telephone settings, String token) {
        return new TelephoneChannel(settings, token, true);
    }

    @Override
    public String name() {
        return calls ? "voice" : "sms";
    }

    @Override
    public void check(String address) {
        if (!E164.matcher(address).matches()) {
            throw new IllegalArgumentException("a telephone number begins with + and the country, e.g. +4930123456");
        }
    }

    @Override
    public Outcome send(Contact contact, Word word) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("To", contact.address());
        fields.put("From", settings.from());
        if (calls) {
            fields.put("Twiml", spoken(word));
        } else {
            fields.put("Body", word.text(settings.details()));
        }
        var credentials = Base64.getEncoder().encodeToString((settings.account() + ":" + token).getBytes(UTF_8));
        var address = URI.create("%s/2010-04-01/Accounts/%s/%s.json"
                .formatted(settings.url(), settings.account(), calls ? "Calls" : "Messages"));
        return Http.send(Http.request(address)
                .header("authorization", "Basic " + credentials)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("idempotency-key", word.messageId().toString())
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                .build());
    }

    /// What is said in the call. Where the provider reaches us, a key acknowledges.
    private String spoken(Word word) {
        var text = escaped(settings.details() ? word.text(true).replace(word.link(), "") : word.headline());
        if (settings.answersUrl().isEmpty() || word.code().isEmpty()) {
            return "<Response><Say>%1$s</Say><Pause/><Say>%1$s</Say></Response>".formatted(text);
        }
        return ("<Response><Gather numDigits=\"1\" action=\"%s/api/telephone/key/%s\"><Say>%s Press 1 to acknowledge."
                        + "</Say></Gather></Response>")
                .formatted(escaped(settings.answersUrl()), word.messageId(), text);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
