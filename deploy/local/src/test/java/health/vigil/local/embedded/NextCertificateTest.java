package health.vigil.local.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.local.SelfSigned;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextCertificateTest {

    @TempDir
    private Path folder = Path.of("");

    private Path certificate = Path.of("");
    private Path authority = Path.of("");
    private int reloads;
    private boolean portIsTaken;

    private final Acceptor acceptor = (Acceptor)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Acceptor.class}, (_, method, _) -> {
                assertThat(method.getName()).isEqualTo("reload");
                reloads++;
                if (portIsTaken) {
                    throw new IllegalStateException("Failed to bind");
                }
                return null;
            });

    @BeforeEach
    void writeTheFirst() throws Exception {
        certificate = folder.resolve("vigil.pem");
        authority = folder.resolve("authority.pem");
        Files.writeString(authority, "whoever");
        Files.writeString(certificate, pem("first"));
    }

    private String pem(String name) throws Exception {
        var identity = new SelfSigned(folder, name);
        return identity.certificate() + identity.key();
    }

    private NextCertificate next() throws IOException {
        return new NextCertificate(acceptor, new BrokerTls(certificate, authority));
    }

    @Test
    void nothingHappensWhileItIsTheSame() throws Exception {
        next().run();

        assertThat(reloads).isZero();
    }

    @Test
    void theNextOneIsTakenOnce() throws Exception {
        var next = next();
        Files.writeString(certificate, pem("second"));

        next.run();
        next.run();

        assertThat(reloads).isOne();
    }

    @Test
    void oneThatIsNotWholeIsWaitedFor() throws Exception {
        var next = next();
        var second = pem("second");
        Files.writeString(certificate, second.substring(0, second.length() / 2));

        next.run();
        assertThat(reloads).isZero();

        Files.writeString(certificate, second);
        next.run();
        assertThat(reloads).isOne();
    }

    @Test
    void aFileThatIsAwayIsWaitedFor() throws Exception {
        var next = next();
        Files.delete(certificate);

        next.run();

        assertThat(reloads).isZero();
    }

    @Test
    void aPortThatIsNotFreeYetIsTriedAgain() throws Exception {
        var next = next();
        Files.writeString(certificate, pem("second"));
        portIsTaken = true;
        next.run();
        portIsTaken = false;

        next.run();
        next.run();

        assertThat(reloads).isEqualTo(2);
    }
}
