package health.vigil.kit.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What each part of a service says of itself.
public final class Health {

    /// Says what is wrong, or nothing.
    @FunctionalInterface
    public interface Check {
        Optional<String> problem();
    }

    private record Part(Check check, boolean vital) {}

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Map<String, Part> parts = new ConcurrentSkipListMap<>();
    private final Map<String, Check> alarms = new ConcurrentSkipListMap<>();

    /// A part without which the service can do its work for now, but is not ready.
    public void readiness(String part, Check check) {
        parts.put(part, new Part(check, false));
    }

    /// A part that cannot recover by itself: the service must be restarted when it fails.
    public void liveness(String part, Check check) {
        parts.put(part, new Part(check, true));
    }

    /// A thread that goes on for as long as the service does. When an exception that it does not know ends it, the log
    /// says so, and the service must be restarted: what the thread did is done by nobody.
    ///
    /// @param part as in [#liveness(String, Check)]
    public void thread(String part, Thread thread) {
        thread.setUncaughtExceptionHandler((_, failure) -> LOG.atError()
                .addKeyValue("part", part)
                .setCause(failure)
                .log("a thread has ended; the service must be restarted"));
        liveness(
                part,
                () -> thread.getState() == Thread.State.TERMINATED
                        ? Optional.of("the thread has ended; restart")
                        : Optional.empty());
    }

    /// Something that an operator must see to, although this service is not the better for being left out.
    public void alarm(String name, Check check) {
        alarms.put(name, check);
    }

    /// What an operator must see to; empty when all is well.
    public Map<String, String> alarms() {
        var report = new LinkedHashMap<String, String>();
        alarms.forEach((name, check) -> check.problem().ifPresent(problem -> report.put(name, problem)));
        return report;
    }

    /// Says from now on that the service is not ready, since it is about to stop.
    public void stopping() {
        readiness("service", () -> Optional.of("stopping"));
    }

    /// The problem of each part that must work for the service to be alive; `ok` where there is none.
    public Map<String, String> live() {
        return report(true);
    }

    /// The problem of each part; `ok` where there is none.
    public Map<String, String> ready() {
        return report(false);
    }

    public static boolean isWell(Map<String, String> report) {
        return report.values().stream().allMatch("ok"::equals);
    }

    private Map<String, String> report(boolean vitalOnly) {
        var report = new LinkedHashMap<String, String>();
        parts.forEach((name, part) -> {
            if (part.vital() || !vitalOnly) {
                report.put(name, part.check().problem().orElse("ok"));
            }
        });
        return report;
    }
}
