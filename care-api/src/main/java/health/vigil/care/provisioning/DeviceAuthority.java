package health.vigil.care.provisioning;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.http.InvalidRequestException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// Signs the certificates with which devices sign in: a small authority of Vigil's own, or one that the hospital made
/// for it. It signs for devices only, and names each by its id, whatever a request asks for.
public final class DeviceAuthority {

    /// House: long enough that a device which is seldom online gets the next one, and short enough to be forgotten.
    private static final Duration GOOD_FOR = Duration.ofDays(397);

    private static final Duration OWN_FOR = Duration.ofDays(3650);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final int SERIAL_BITS = 127;
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 256;

    private final X509Certificate own;
    private final PrivateKey key;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private DeviceAuthority(X509Certificate own, PrivateKey key, Clock clock) {
        this.own = own;
        this.key = key;
        this.clock = clock;
    }

    /// The authority in a PEM file that holds its certificate and its key.
    ///
    /// @throws InvalidSettingException when there is none in it
    public static DeviceAuthority read(Path pem, Clock clock) {
        X509Certificate own = null;
        PrivateKey key = null;
        try (var parser = new PEMParser(Files.newBufferedReader(pem))) {
            for (var part = parser.readObject(); part != null; part = parser.readObject()) {
                switch (part) {
                    // Its own stands before those of the chain above it.
                    case X509CertificateHolder holder ->
                        own = own == null ? new JcaX509CertificateConverter().getCertificate(holder) : own;
                    case PEMKeyPair pair -> key = new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                    case PrivateKeyInfo info -> key = new JcaPEMKeyConverter().getPrivateKey(info);
                    default -> {}
                }
            }
        } catch (IOException | GeneralSecurityException failure) {
            throw new InvalidSettingException(
                    "Cannot read the devices' authority " + pem + ": " + failure.getMessage(), failure);
        }
        if (own == null || key == null || own.getBasicConstraints() < 0) {
            throw new InvalidSettingException("The devices' authority " + pem
                    + " must hold the certificate of an authority and its private key.");
        }
        return new DeviceAuthority(own, key, clock);
    }

    /// The authority in that file; a new one is made where there is none.
    public static DeviceAuthority readOrCreate(Path pem, Clock clock) {
        if (!Files.exists(pem)) {
            SecretFile.write(pem, created(clock));
        }
        return read(pem, clock);
    }

    private static String created(Clock clock) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var name = new X500Name("CN=Vigil devices");
            var now = clock.instant();
            var builder = new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(SERIAL_BITS, new SecureRandom()),
                            Date.from(now.minus(CLOCKS_DIFFER)),
                            Date.from(now.plus(OWN_FOR)),
                            name,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            return pem(new JcaX509CertificateConverter().getCertificate(signed))
                    + pem(new JcaPKCS8Generator(pair.getPrivate(), null));
        } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
            throw new IllegalStateException("no authority for devices could be made", failure);
        }
    }

    private static String pem(Object part) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(part);
        }
        return text.toString();
    }

    /// Its certificate, in PEM: what a broker believes devices by.
    public String certificate() {
        try {
            return pem(own);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// What a device asks for: that this key is its own.
    record Request(PublicKey key) {

        /// Reads a PKCS #10 request in PEM. Nothing in it counts but the key.
        ///
        /// @throws InvalidRequestException when it is none, is not signed by its own key, or the key is too
        // weak
        static Request parse(String pem) {
            try (var parser = new PEMParser(new StringReader(pem))) {
                if (!(parser.readObject() instanceof PKCS10CertificationRequest parsed)) {
                    throw wrong("csr must be a PKCS #10 certificate request in PEM.");
                }
                var request = new JcaPKCS10CertificationRequest(parsed);
                var key = request.getPublicKey();
                if (!isStrong(key)) {
                    throw wrong("csr must be of an elliptic key of 256 bits or more, or of RSA with 2048 or more.");
                }
                if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                    throw wrong("csr is not signed by its own key.");
                }
                return new Request(key);
            } catch (IOException
                    | GeneralSecurityException
                    | PKCSException
                    | OperatorCreationException
                    | IllegalArgumentException _) {
                throw wrong("csr must be a PKCS #10 certificate request in PEM.");
            }
        }

        private static boolean isStrong(PublicKey key) {
            return switch (key) {
                case ECPublicKey elliptic ->
                    elliptic.getParams().getCurve().getField().getFieldSize() >= LEAST_EC_BITS;
                case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
                default -> false;
            };
        }

        private static InvalidRequestException wrong(String sentence) {
            return new InvalidRequestException("csr", sentence);
        }
    }

    /// A certificate that was signed.
    ///
    /// @param pem with the authority's
    record Signed(X509Certificate certificate, String pem, Instant until) {}

    Signed sign(UUID device, Request request) {
        var now = clock.instant();
        var until = now.plus(GOOD_FOR);
        try {
            var extensions = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(
                            own,
                            new BigInteger(SERIAL_BITS, random),
                            Date.from(now.minus(CLOCKS_DIFFER)),
                            Date.from(until),
                            new X500Principal("CN=" + device),
                            request.key())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                    .addExtension(
                            Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(own));
            var signed = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm(key)).build(key)));
            return new Signed(signed, pem(signed) + pem(own), until);
        } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
            throw new IllegalStateException("a device's certificate could not be signed", failure);
        }
    }

    private static String algorithm(PrivateKey key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }
}
