package health.vigil.parts;

import java.nio.file.Files;
import java.nio.file.Path;

/// The source tree that the tests run in: Maven runs them in the folder of their module.
public final class SourceTree {

    private SourceTree() {}

    /// A folder of it by its path from the root.
    public static Path folder(String path) {
        for (var root = Path.of("").toAbsolutePath(); root != null; root = root.getParent()) {
            if (Files.isDirectory(root.resolve(path))) {
                return root.resolve(path);
            }
        }
        throw new IllegalStateException("The tests do not run in the source tree: there is no " + path);
    }
}
