package health.vigil.local.audit;

import health.vigil.kit.audit.Verification;
import health.vigil.kit.config.InvalidSettingException;
import health.vigil.local.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./vigil audit verify`
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Goes through the trail from its first entry on, and says where one was changed, taken out or put in.",
            "",
            "That entries at the end were cut off shows by --expect alone: the number and hash of an earlier end, which"
                    + " this command prints and the services log."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the trail is whole", "1:it is not", "2:wrong command line, or nothing runs there"})
final class VerifyAudit implements Callable<Integer> {

    private static final Pattern HEAD = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");
    private static final long TELL_EVERY = 100_000;

    @Option(names = "--file", paramLabel = "FILE", description = "An exported trail, instead of a running Vigil's.")
    private @Nullable Path file;

    @Option(
            names = "--expect",
            paramLabel = "NUMBER:HASH",
            description = "An end that was noted earlier; it must still be in the trail of the care API, or in --file.")
    private @Nullable String expected;

    @Mixin
    private Connection connection = new Connection();

    private record Head(long number, String hash) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        var head = head();
        if (file != null) {
            try (var lines = Files.lines(file)) {
                return verify(file.toString(), lines, head) ? 0 : 1;
            }
        }
        var whole = true;
        try (var api = connection.open()) {
            for (var trail : Trails.ALL) {
                var wanted = trail.equals(Trails.ALL.getFirst()) ? head : Optional.<Head>empty();
                try (var lines = api.lines(Trails.path(trail))) {
                    whole &= verify(trail, lines, wanted);
                }
            }
        }
        return whole ? 0 : 1;
    }

    private Optional<Head> head() {
        if (expected == null) {
            return Optional.empty();
        }
        var parts = HEAD.matcher(expected);
        if (!parts.matches()) {
            throw new InvalidSettingException("--expect takes NUMBER:HASH, as this command prints it.");
        }
        return Optional.of(new Head(Long.parseLong(parts.group(1)), parts.group(2)));
    }

    private static boolean verify(String trail, Stream<String> lines, Optional<Head> expected) {
        var verification = new Verification();
        var seen = new boolean[] {expected.isEmpty()};
        lines.map(Trails::entry).forEach(entry -> {
            verification.accept(entry);
            expected.filter(head ->
                            head.number() == entry.number() && head.hash().equals(entry.hash()))
                    .ifPresent(_ -> seen[0] = true);
            if (entry.number() % TELL_EVERY == 0) {
                System.err.printf("%s: %d entries%n", trail, entry.number());
            }
        });
        if (verification.fault().isPresent()) {
            System.out.printf("%s: BROKEN: %s%n", trail, verification.fault().get());
            return false;
        }
        if (!seen[0]) {
            System.out.printf(
                    "%s: BROKEN: the expected end is not in it; %d entries are there%n", trail, verification.number());
            return false;
        }
        System.out.printf(
                "%s: whole, %d entries; its end is %d:%s%n",
                trail, verification.number(), verification.number(), verification.hash());
        return true;
    }
}
