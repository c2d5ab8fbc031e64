package health.vigil.kit.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A program of the operator's that prints keys.
final class KeyProgram {

    private static final File NOTHING = new File("/dev/null");
    private static final long ENDS_WITHIN_SECONDS = 30;

    private KeyProgram() {}

    /// Runs it, without arguments. What it says of its failures goes where this process says its own.
    ///
    /// @return what it prints, which is kept nowhere
    /// @throws InvalidSettingException when it cannot be started, fails, or takes longer than half a minute
    static String run(String program) {
        try {
            var process = new ProcessBuilder(program)
                    .redirectInput(NOTHING)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            // Some keys fit into the pipe, so that it need not be read meanwhile.
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new InvalidSettingException("key-program %s did not end within %d s, or printed far too much."
                        .formatted(program, ENDS_WITHIN_SECONDS));
            }
            if (process.exitValue() != 0) {
                throw new InvalidSettingException("key-program %s ended with %d instead of 0; see what it said."
                        .formatted(program, process.exitValue()));
            }
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException failure) {
            throw new InvalidSettingException(
                    "key-program %s cannot be run: %s".formatted(program, failure.getMessage()), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InvalidSettingException("key-program %s was interrupted.".formatted(program), interrupted);
        }
    }
}
