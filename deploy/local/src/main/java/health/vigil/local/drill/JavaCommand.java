package health.vigil.local.drill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a Java process that is as small as it can be: many of them share a machine.
final class JavaCommand {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private JavaCommand() {}

    /// Runs a class of this very program.
    static List<String> of(Class<?> main, int heapMebibytes, List<String> options, List<String> arguments) {
        var command = new ArrayList<>(small(heapMebibytes));
        var classPath = System.getProperty("java.class.path");
        var archive = Path.of(classPath).resolveSibling("vigil.jsa");
        if (classPath.endsWith(".jar") && Files.exists(archive)) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }

    /// Runs a program of somebody else.
    static List<String> of(Path jar, int heapMebibytes, List<String> options) {
        var command = new ArrayList<>(small(heapMebibytes));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static List<String> small(int heapMebibytes) {
        return List.of(
                JAVA,
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                // Compiles little: a process that was killed is back sooner.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:disable",
                "-Xlog:all=error,cds=off,cds+dynamic=off,aot=off:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=logback-drill.xml");
    }
}
