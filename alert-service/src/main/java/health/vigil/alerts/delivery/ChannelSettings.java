package health.vigil.alerts.delivery;

import java.net.URI;
import java.time.Duration;

/// How people are reached beside the page. A channel whose host or address is empty is off.
///
/// @param pageUrl where the console is for those who are told of an alert, e.g. `https://vigil.example.org`
/// @param digestEvery how often a person hears at most, in one channel, of alerts that are not critical
public record ChannelSettings(
        String pageUrl, Duration digestEvery, Email email, Telephone telephone, Webhook webhook, Push push) {

    public static final ChannelSettings DEFAULTS = new ChannelSettings(
            "http://127.0.0.1:8083",
            Duration.ofMinutes(1),
            new Email("", 587, "", "", "vigil@localhost", true, false),
            new Telephone("https://api.twilio.com", "", "", "", "", false, false),
            new Webhook(true, false),
            new Push("", "", false));

    /// An SMTP server.
    ///
    /// @param startTls refuses a server that does not offer it
    /// @param passwordFile empty where the server asks for none
    /// @param details whether mails may tell of health
    public record Email(
            String host, int port, String user, String passwordFile, String from, boolean startTls, boolean details) {}

    /// A provider of SMS and calls with Twilio's API (2010-04-01).
    ///
    /// @param account empty for none
    /// @param tokenFile also checks the signature of answers that come back
    /// @param from the number that sends and calls
    /// @param answersUrl where the provider reaches `/api/telephone/...` from outside; empty where it cannot
    /// @param voice whether to call as well
    public record Telephone(
            String url,
            String account,
            String tokenFile,
            String from,
            String answersUrl,
            boolean voice,
            boolean details) {}

    /// Requests signed by the Standard Webhooks convention; each receiver's address is a person's contact.
    public record Webhook(boolean on, boolean details) {}

    /// Web Push.
    ///
    /// @param subject a `mailto:` or `https:` address by which a push service reaches the operator; empty for none
    /// @param keyFile the private key of the server, PKCS#8 in PEM, made where it is not there yet
    public record Push(String subject, String keyFile, boolean details) {}

    public ChannelSettings {
        var scheme = URI.create(pageUrl).getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException("page-url must begin with http:// or https://");
        }
        if (digestEvery.isNegative() || digestEvery.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("digest-every must be from 0 to 1 hour");
        }
    }
}
