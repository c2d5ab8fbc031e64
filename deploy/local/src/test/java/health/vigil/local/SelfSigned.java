package health.vigil.local;

import health.vigil.parts.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A key with a certificate that it signed itself, as the JDK's `keytool` makes them.
public final class SelfSigned {

    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "own";

    private final Path folder;
    private final Path store;

    /// Makes one for this machine.
    ///
    /// @param name tells it from others in that folder
    public SelfSigned(Path folder, String name) throws IOException {
        this.folder = folder;
        this.store = folder.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "30");
    }

    private void keytool(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-alias", ALIAS, "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Programs.run(command.toArray(String[]::new));
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    /// In PEM.
    public String certificate() throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", open().getCertificate(ALIAS).getEncoded());
    }

    /// In PEM.
    public String key() throws IOException, GeneralSecurityException {
        return pem("PRIVATE KEY", open().getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    }

    /// Asks for a certificate of that key.
    String request() throws IOException {
        var file = Files.createTempFile(folder, "request", ".csr");
        keytool("-certreq", "-file", file.toString());
        return Files.readString(file);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
    }
}
