package health.vigil.kit.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keys, one in a line, for what is kept encrypted and must be read again: AES-256-GCM. The first one encrypts; the
/// others still decrypt, so a key is rotated by putting a new one before it.
public final class KeyRing {

    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, SecretKey> keys = new LinkedHashMap<>();

    /// @param source where the text is from, for whoever has to mend it
    private KeyRing(String source, String text) {
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> add(source, line));
        if (keys.isEmpty()) {
            throw new InvalidSettingException("There is no key in " + source + ".");
        }
    }

    private void add(String source, String line) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(line);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSettingException("A key in " + source + " is no Base64.", wrong);
        }
        if (bytes.length != KEY_BYTES) {
            throw new InvalidSettingException("A key in " + source + " must be 32 bytes in Base64.");
        }
        keys.put(id(bytes), new SecretKeySpec(bytes, "AES"));
    }

    private static int id(byte[] key) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key))
                    .getInt();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The keys in that file.
    ///
    /// @throws InvalidSettingException when there is none, or a line is no key
    public static KeyRing read(Path file) {
        return new KeyRing(file.toString(), SecretFile.read(file));
    }

    /// The keys in the file that the setting `key-file` names, or that the program prints which `key-program` names:
    /// one that asks a key management service, say.
    ///
    /// @throws InvalidSettingException when not exactly one of them is set, or the program fails
    public static KeyRing ofSettings(String keyFile, String keyProgram) {
        if (keyFile.isEmpty() == keyProgram.isEmpty()) {
            throw new InvalidSettingException(
                    "Either key-file must name a file with a key, 32 random bytes in Base64, for what is kept encrypted, the"
                            + " same for all services (e.g. made by: openssl rand -base64 32 | tr '+/' '-_' > FILE), or"
                            + " key-program a program that prints it.");
        }
        return keyProgram.isEmpty()
                ? read(Path.of(keyFile))
                : new KeyRing("what " + keyProgram + " prints", KeyProgram.run(keyProgram));
    }

    /// The keys in that file; where there is none yet, a new random one is written.
    public static KeyRing readOrCreate(Path file) {
        if (!Files.exists(file)) {
            SecretFile.write(file, SecretFile.random());
        }
        return read(file);
    }

    /// Encrypts.
    ///
    /// @param purpose what it is and of whom: in another place it cannot be decrypted
    public byte[] encrypt(String purpose, byte[] plain) {
        var newest = keys.entrySet().iterator().next();
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, newest.getValue(), nonce, purpose)
                    .doFinal(plain);
            return ByteBuffer.allocate(ID_BYTES + NONCE_BYTES + sealed.length)
                    .putInt(newest.getKey())
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Decrypts.
    ///
    /// @throws IllegalStateException when its key is not there any more, or it was tampered with
    public byte[] decrypt(String purpose, byte[] sealed) {
        var id = ByteBuffer.wrap(sealed).getInt();
        var key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException(
                    "what is to be decrypted was encrypted with a key that is not there any more");
        }
        var nonce = Arrays.copyOfRange(sealed, ID_BYTES, ID_BYTES + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, purpose)
                    .doFinal(sealed, ID_BYTES + NONCE_BYTES, sealed.length - ID_BYTES - NONCE_BYTES);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(
                    "what is to be decrypted was tampered with, or is of another purpose", failure);
        }
    }

    /// With what all begins that was encrypted with the first key.
    public byte[] mark() {
        return ByteBuffer.allocate(ID_BYTES)
                .putInt(keys.keySet().iterator().next())
                .array();
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String purpose)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(UTF_8));
        return cipher;
    }
}
