package health.vigil.alerts.delivery;

import static health.vigil.alerts.samples.Episodes.raised;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.alerts.routing.Urgency;
import health.vigil.kit.http.Json;
import health.vigil.parts.TestStore;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// To a push service that knows nothing of what it passes on, and a browser that reads it (RFC 8188, 8291, 8292).
class PushIT {

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final int SALT = 16;
    private static final int POINT = 65;

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "alerts");

    @TempDir
    private Path folder = Path.of("");

    @AutoClose
    private final Provider service = new Provider();

    private final KeyPair browser = pair();
    private final byte[] auth = random(16);

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static byte[] uncompressed(ECPublicKey key) {
        var bytes = ByteBuffer.allocate(POINT).put((byte) 4);
        bytes.put(fixed(key.getW().getAffineX())).put(fixed(key.getW().getAffineY()));
        return bytes.array();
    }

    private static byte[] fixed(BigInteger number) {
        var bytes = number.toByteArray();
        var fixed = new byte[32];
        var from = Math.max(0, bytes.length - 32);
        System.arraycopy(bytes, from, fixed, 32 - (bytes.length - from), bytes.length - from);
        return fixed;
    }

    private static ECPublicKey point(byte[] bytes) throws GeneralSecurityException {
        var point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(bytes, 1, 33)),
                new BigInteger(1, Arrays.copyOfRange(bytes, 33, 65)));
        var parameters = ((ECPublicKey) pair().getPublic()).getParams();
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
    }

    private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (var part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static byte[] info(String label, byte[]... more) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(label.getBytes(US_ASCII));
        bytes.write(0);
        for (var part : more) {
            bytes.writeBytes(part);
        }
        bytes.write(1);
        return bytes.toByteArray();
    }

    /// What the browser reads.
    private String read(byte[] body) throws GeneralSecurityException {
        var salt = Arrays.copyOf(body, SALT);
        var header = SALT + 4 + 1;
        var server = Arrays.copyOfRange(body, header, header + POINT);
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(browser.getPrivate());
        agreement.doPhase(point(server), true);
        var shared = hmac(auth, agreement.generateSecret());
        var mine = uncompressed((ECPublicKey) browser.getPublic());
        var key = hmac(
                hmac(salt, hmac(shared, info("WebPush: info", mine, server))), info("Content-Encoding: aes128gcm"));
        var nonce =
                hmac(hmac(salt, hmac(shared, info("WebPush: info", mine, server))), info("Content-Encoding: nonce"));
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(Arrays.copyOf(key, 16), "AES"),
                new GCMParameterSpec(128, Arrays.copyOf(nonce, 12)));
        var text = new String(cipher.doFinal(Arrays.copyOfRange(body, header + POINT, body.length)), UTF_8);
        return text.substring(0, text.indexOf('\u0002'));
    }

    @Test
    void aPushIsReadByTheBrowserAloneAndSignedByTheServer() throws Exception {
        var settings = Clinic.settings(
                Clinic.DEFAULTS.email(),
                Clinic.DEFAULTS.telephone(),
                Clinic.DEFAULTS.webhook(),
                new ChannelSettings.Push(
                        "mailto:operator@vigil.test", folder.resolve("push.key").toString(), false));
        try (var clinic = new Clinic(DATABASE, settings)) {
            var subscription = Json.MAPPER.writeValueAsString(Map.of(
                    "endpoint",
                    service.url() + "/push/1",
                    "keys",
                    Map.of(
                            "p256dh",
                            URL.encodeToString(uncompressed((ECPublicKey) browser.getPublic())),
                            "auth",
                            URL.encodeToString(auth))));
            clinic.reach("nora", "push", subscription, Urgency.ROUTINE);

            clinic.raise(raised("low"));

            await().until(() -> !service.requests().isEmpty());
            var request = service.requests().getFirst();
            assertThat(read(request.bytes()))
                    .startsWith("A critical alert waits for you in Vigil.")
                    .doesNotContainIgnoringCase("glucose");
            assertThat(request.header("urgency")).isEqualTo("high");
            assertSigned(
                    request.header("authorization"), clinic.delivery().pushKey().orElseThrow());
        }
    }

    private static void assertSigned(String authorization, String key) throws GeneralSecurityException {
        assertThat(authorization).startsWith("vapid t=").contains("k=" + key);
        var token = authorization.substring("vapid t=".length(), authorization.indexOf(','));
        var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(point(Base64.getUrlDecoder().decode(key)));
        verifier.update(token.substring(0, token.lastIndexOf('.')).getBytes(US_ASCII));
        assertThat(verifier.verify(Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1))))
                .isTrue();
    }
}
