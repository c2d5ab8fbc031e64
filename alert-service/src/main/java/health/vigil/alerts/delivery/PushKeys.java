package health.vigil.alerts.delivery;

import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import health.vigil.kit.config.SecretFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// The key pair by which push services know this Vigil (RFC 8292). Browsers subscribe to its public half, so a new
/// pair ends all subscriptions.
final class PushKeys {

    private PushKeys() {}

    /// The pair in that file and the one beside it that ends in `.pub`, made where there is none.
    static VAPIDKeyPair readOrCreate(Path file) {
        var publicFile = Path.of(file + ".pub");
        if (!Files.exists(file)) {
            create(file, publicFile);
        }
        return VAPIDKeyPairs.of(
                PrivateKeySources.ofPEMText(SecretFile.read(file)),
                PublicKeySources.ofPEMText(SecretFile.read(publicFile)));
    }

    private static void create(Path file, Path publicFile) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            SecretFile.write(publicFile, pem("PUBLIC KEY", pair.getPublic()));
            SecretFile.write(file, pem("PRIVATE KEY", pair.getPrivate()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----"
                .formatted(label, Base64.getMimeEncoder().encodeToString(key.getEncoded()));
    }
}
