package health.vigil.care.previews;

import health.vigil.care.plans.Plans;
import health.vigil.care.readings.StoredReadings;
import health.vigil.clinical.plans.CarePlan;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes previews for all patients in the background, a few at a time, and keeps the results for some minutes.
///
/// In memory only: one that a restart has ended is asked for again.
public final class PanelPreviews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PanelPreviews.class);
    private static final int WORKERS = 2;
    private static final int PORTION = 100;
    private static final int MOST_RUNNING = 3;
    private static final int MOST_KEPT = 20;
    private static final Duration KEPT = Duration.ofMinutes(15);

    private final Plans plans;
    private final StoredReadings readings;
    private final Clock clock;
    private final List<PanelPreview> previews = new ArrayList<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(
            WORKERS, Thread.ofPlatform().name("plan-preview-", 1).daemon().factory());

    public PanelPreviews(Plans plans, StoredReadings readings, Clock clock) {
        this.plans = plans;
        this.readings = readings;
        this.clock = clock;
    }

    /// Starts one for those patients.
    ///
    /// @return empty when too many are being made already
    synchronized Optional<PanelPreview> start(String owner, List<UUID> patients, CarePlan plan, int days) {
        previews.removeIf(each -> each.startedAt().plus(KEPT).isBefore(clock.instant()) && !each.isRunning());
        if (previews.stream().filter(PanelPreview::isRunning).count() >= MOST_RUNNING) {
            return Optional.empty();
        }
        while (previews.size() >= MOST_KEPT) {
            // The oldest of those that do not run: of these there are more than may run.
            previews.stream().filter(each -> !each.isRunning()).findFirst().ifPresent(previews::remove);
        }
        var preview = new PanelPreview(owner, plan, days, clock.instant(), patients.size());
        previews.add(preview);
        for (var first = 0; first < patients.size(); first += PORTION) {
            var portion = patients.subList(first, Math.min(patients.size(), first + PORTION));
            workers.execute(() -> evaluate(preview, portion));
        }
        return Optional.of(preview);
    }

    /// Only for who started it.
    synchronized Optional<PanelPreview> find(UUID id, String owner) {
        return previews.stream()
                .filter(each -> each.id().equals(id) && each.belongsTo(owner))
                .findFirst();
    }

    private void evaluate(PanelPreview preview, List<UUID> portion) {
        try {
            if (!preview.isRunning()) {
                return;
            }
            var until = preview.startedAt();
            var from = until.minus(Duration.ofDays(preview.days()));
            var histories = plans.histories(portion);
            var all = readings.of(portion, from.minus(Preview.RUN_UP), until);
            for (var patient : portion) {
                if (!preview.isRunning()) {
                    return;
                }
                var stored = Objects.requireNonNull(histories.get(patient));
                var own = preview.plan().in(stored.at(until).zone());
                preview.add(
                        patient, Preview.of(patient, stored, own, all.getOrDefault(patient, List.of()), from, until));
            }
        } catch (RuntimeException failure) {
            preview.fail();
            LOG.atError().setCause(failure).log("a preview for all patients failed");
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            previews.forEach(PanelPreview::cancel);
        }
        workers.shutdown();
    }
}
