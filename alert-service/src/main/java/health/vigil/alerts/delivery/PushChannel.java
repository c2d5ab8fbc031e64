package health.vigil.alerts.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.zerodeplibs.webpush.MessageEncryptionException;
import com.zerodeplibs.webpush.PushSubscription;
import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.httpclient.StandardHttpClientRequestPreparer;
import health.vigil.alerts.teams.Contacts.Contact;
import health.vigil.kit.http.Json;
import java.util.concurrent.TimeUnit;

/// Web Push (RFC 8030, 8291, 8292) to a browser that a nurse allowed it; the address is the browser's subscription.
final class PushChannel implements Channel {

    private final ChannelSettings.Push settings;
    private final VAPIDKeyPair keys;

    PushChannel(ChannelSettings.Push settings, VAPIDKeyPair keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /// What a browser subscribes with.
    String publicKey() {
        return keys.extractPublicKeyInUncompressedFormAsString();
    }

    @Override
    public String name() {
        return "push";
    }

    @Override
    public void check(String address) {
        Http.address(subscription(address).getEndpoint());
    }

    private static PushSubscription subscription(String address) {
        try {
            var subscription = Json.MAPPER.readValue(address, PushSubscription.class);
            if (subscription.getEndpoint() == null || subscription.getKeys() == null) {
                throw new IllegalArgumentException("that is no subscription of a browser");
            }
            return subscription;
        } catch (JsonProcessingException _) {
            throw new IllegalArgumentException("that is no subscription of a browser");
        }
    }

    @Override
    public Outcome send(Contact contact, Word word) {
        var message = StandardHttpClientRequestPreparer.getBuilder()
                .pushSubscription(subscription(contact.address()))
                .vapidJWTExpiresAfter(15, TimeUnit.MINUTES)
                .vapidJWTSubject(settings.subject())
                .ttl(1, TimeUnit.HOURS)
                .topic(word.messageId().toString().replace("-", ""))
                .pushMessage(word.text(settings.details()));
        var urgent = word.kind() == Word.Kind.URGENT ? message.urgencyHigh() : message.urgencyNormal();
        try {
            return Http.send(
                    urgent.build(keys).toRequestBuilder().timeout(Http.TIMEOUT).build());
        } catch (MessageEncryptionException _) {
            return new Outcome.Refused("the subscription's keys are not valid");
        }
    }
}
