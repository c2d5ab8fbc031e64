package health.vigil.local.bench;

import health.vigil.kit.run.Lifecycle;
import health.vigil.local.run.AllInOne;
import health.vigil.local.run.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the measurements of a run share: the bare parts and an all-in-one, each started when first asked for. Both stay
/// up, so that a figure and its floor are measured in turn and a noisy machine disturbs them alike.
final class Workbench implements AutoCloseable {

    private static final Ports ANY = new Ports("127.0.0.1", 0, 0, 0, 0);

    private final Scale scale;
    private final Path folder;
    private final Progress progress;
    private final Lifecycle lifecycle = new Lifecycle();
    private @Nullable BareParts parts;
    private @Nullable AllInOne vigil;
    private @Nullable MailSink mails;

    /// @param folder empty; on the disk that is to be measured
    Workbench(Scale scale, Path folder, Progress progress) {
        this.scale = scale;
        this.folder = folder;
        this.progress = progress;
    }

    Scale scale() {
        return scale;
    }

    Progress progress() {
        return progress;
    }

    /// A new folder for that purpose.
    Path folder(String purpose) throws IOException {
        return Files.createDirectories(folder.resolve(purpose));
    }

    BareParts parts() throws Exception {
        if (parts == null) {
            progress.tell("starting the bare parts");
            parts = lifecycle.started("bare-parts", BareParts.start(folder("bare")));
        }
        return parts;
    }

    /// Where Vigil's mails go.
    MailSink mails() throws IOException {
        if (mails == null) {
            mails = lifecycle.started("mails", new MailSink());
        }
        return mails;
    }

    AllInOne vigil() throws Exception {
        if (vigil == null) {
            progress.tell("starting Vigil");
            Files.writeString(folder("vigil").resolve("vigil.yaml"), """
                    channels:
                      email: {host: 127.0.0.1, port: %d, start-tls: false}
                    """.formatted(mails().port()));
            vigil = lifecycle.started("vigil", AllInOne.start(folder("vigil"), ANY));
        }
        return vigil;
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
