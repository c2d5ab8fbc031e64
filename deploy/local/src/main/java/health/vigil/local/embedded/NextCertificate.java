package health.vigil.local.embedded;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a listener take the next certificate, once it is there and whole.
///
/// Artemis would watch the files by itself, but closes the listener first. When the file is not whole yet, or the port
/// is not free again at once, it stays closed. Here the certificate is read before, and what failed is tried again.
final class NextCertificate implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(NextCertificate.class);

    private final Acceptor acceptor;
    private final BrokerTls tls;
    private int taken;

    NextCertificate(Acceptor acceptor, BrokerTls tls) throws IOException {
        this.acceptor = acceptor;
        this.tls = tls;
        this.taken = present();
    }

    private int present() throws IOException {
        return 31 * Arrays.hashCode(Files.readAllBytes(tls.certificate()))
                + Arrays.hashCode(Files.readAllBytes(tls.authority()));
    }

    @Override
    public void run() {
        try {
            var present = present();
            if (present != taken) {
                Pem.read(tls.certificate());
                acceptor.reload();
                taken = present;
                LOG.info("devices are shown the next certificate");
            }
        } catch (IOException | InvalidSettingException | IllegalStateException failure) {
            LOG.atWarn().setCause(failure).log("the next certificate is not taken yet, trying again");
        }
    }
}
