package health.vigil.local;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// The folders of compiled tests of every module in the source tree. Those of other modules are not on the class path.
final class TestsOfAllModules implements LocationProvider {

    private static final int DEEPEST_MODULE = 3;

    @Override
    public Set<Location> get(Class<?> testClass) {
        try (var folders = Files.walk(root(), DEEPEST_MODULE)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml"))
                            && Files.isDirectory(folder.resolve("src/test/java")))
                    .map(TestsOfAllModules::compiled)
                    .collect(Collectors.toSet());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Location compiled(Path module) {
        var classes = module.resolve("target/test-classes");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException("The tests of " + module.getFileName()
                    + " are not compiled; run mvn test-compile, or build with -am.");
        }
        return Location.of(classes);
    }

    /// The folder of the whole source tree: Maven runs tests in the folder of their module.
    private static Path root() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("deploy/local")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("The tests do not run in the source tree.");
    }
}
