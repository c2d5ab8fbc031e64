package health.vigil.alerts.delivery;

import health.vigil.alerts.teams.Contacts.Contact;
import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Mail through an SMTP server.
final class EmailChannel implements Channel {

    private static final String TIMEOUT = String.valueOf(TIMEOUT_SECONDS * 1000);

    private final ChannelSettings.Email settings;
    private final Session session;

    EmailChannel(ChannelSettings.Email settings, String password) {
        this.settings = settings;
        var properties = new Properties();
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", String.valueOf(settings.port()));
        properties.put("mail.smtp.starttls.enable", String.valueOf(settings.startTls()));
        properties.put("mail.smtp.starttls.required", String.valueOf(settings.startTls()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.connectiontimeout", TIMEOUT);
        properties.put("mail.smtp.timeout", TIMEOUT);
        properties.put("mail.smtp.writetimeout", TIMEOUT);
        properties.put("mail.smtp.auth", String.valueOf(!settings.user().isEmpty()));
        this.session = Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(settings.user(), password);
            }
        });
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public void check(String address) {
        try {
            new InternetAddress(address, true).validate();
        } catch (AddressException _) {
            throw new IllegalArgumentException("that is no e-mail address");
        }
    }

    /// The message's id is the mail's too, so that a mailbox may drop a repetition.
    private static final class Mail extends MimeMessage {

        private final String id;

        Mail(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    @Override
    public Outcome send(Contact contact, Word word) {
        try {
            var from = new InternetAddress(settings.from());
            var domain = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
            var mail = new Mail(session, "<%s@%s>".formatted(word.messageId(), domain));
            mail.setFrom(from);
            mail.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(contact.address()));
            mail.setSubject(word.headline(), "UTF-8");
            mail.setHeader("Auto-Submitted", "auto-generated");
            if (word.kind() == Word.Kind.URGENT) {
                mail.setHeader("Importance", "high");
            }
            mail.setText(word.text(settings.details()), "UTF-8");
            Transport.send(mail);
            return new Outcome.Delivered("accepted");
        } catch (SendFailedException failure) {
            return isRefusal(failure.getInvalidAddresses())
                    ? new Outcome.Refused("the server refuses the address")
                    : new Outcome.Failed("the server did not take it");
        } catch (AddressException _) {
            return new Outcome.Refused("no e-mail address");
        } catch (MessagingException failure) {
            return new Outcome.Failed(
                    "the server is away or refuses us: " + failure.getClass().getSimpleName());
        }
    }

    private static boolean isRefusal(Address @Nullable [] invalid) {
        return invalid != null && invalid.length > 0;
    }
}
