package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.parts.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SecurityPageTest {

    @Test
    void everyTestThatTheThreatModelNamesIsThere() throws IOException {
        var root = SourceTree.folder("docs").resolve("..");
        var named = Pattern.compile("`([A-Z][A-Za-z]+(?:IT|Test|Contract))`")
                .matcher(Files.readString(root.resolve("docs/security.md")))
                .results()
                .map((MatchResult found) -> found.group(1) + ".java")
                .collect(Collectors.toSet());
        try (var files = Files.walk(root)) {
            var there = files.filter(file -> file.toString().contains("src/test/java"))
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .collect(Collectors.toSet());

            assertThat(there).containsAll(named);
        }
        assertThat(named).hasSizeGreaterThan(15);
    }
}
