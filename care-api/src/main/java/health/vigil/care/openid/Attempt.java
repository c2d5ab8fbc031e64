package health.vigil.care.openid;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import health.vigil.kit.config.KeyRing;
import java.util.Base64;
import java.util.Optional;

/// What a browser keeps while its person signs in at the provider: by it the answer is known to be to its own question.
///
/// @param state comes back with the answer
/// @param nonce comes back in the ID token
/// @param verifier shows that who trades the code is who asked for it (PKCE, RFC 7636)
record Attempt(State state, Nonce nonce, CodeVerifier verifier) {

    private static final String PURPOSE = "open-id attempt";

    static Attempt begin() {
        return new Attempt(new State(), new Nonce(), new CodeVerifier());
    }

    /// For a cookie: neither to be read nor to be made by anybody else.
    String write(KeyRing keys) {
        var text = String.join("\n", state.getValue(), nonce.getValue(), verifier.getValue());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(keys.encrypt(PURPOSE, text.getBytes(UTF_8)));
    }

    /// Empty where it is none of ours.
    static Optional<Attempt> read(KeyRing keys, String cookie) {
        try {
            var text = new String(keys.decrypt(PURPOSE, Base64.getUrlDecoder().decode(cookie)), UTF_8);
            var parts = text.split("\n", -1);
            return Optional.of(new Attempt(new State(parts[0]), new Nonce(parts[1]), new CodeVerifier(parts[2])));
        } catch (RuntimeException _) {
            return Optional.empty();
        }
    }
}
