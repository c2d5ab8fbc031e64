package health.vigil.stream.evaluation;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.vitals.Position;
import health.vigil.schemas.Change;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.stream.state.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// The last event published of each episode, and the difference to how it should be now.
///
/// Episodes that are gone stay in the store as superseded or withdrawn, so that the revision goes on counting should
/// they come back: by their id, since their reading may have got another time. Explanations are not kept here: they
/// are long, and follow from the rest.
final class PublishedEpisodes {

    private final KeyValueStore<Bytes, EpisodeEvent> store;
    private final UUID patient;
    private final Supplier<String> because;
    private final Function<Episode, String> explain;
    private final Predicate<Episode> waits;

    /// @param because what changed, should an episode be gone
    /// @param explain asked for episodes only that are published
    /// @param waits whether an episode that is new has to wait before it is published
    PublishedEpisodes(
            KeyValueStore<Bytes, EpisodeEvent> store,
            UUID patient,
            Supplier<String> because,
            Function<Episode, String> explain,
            Predicate<Episode> waits) {
        this.store = store;
        this.patient = patient;
        this.because = because;
        this.explain = explain;
        this.waits = waits;
    }

    /// Remembers that the stretch holds exactly these episodes, and gives the events that say what is new about that.
    List<EpisodeEvent> publish(Stretch stretch) {
        var published = published(stretch);
        var events = new ArrayList<EpisodeEvent>();
        // A silence that was told of and goes on after another reading has its successor at once.
        var goesOn = published.values().stream()
                .anyMatch(event -> isThere(event) && event.getReadings() == 0 && event.getClearedAt() == null);
        for (var episode : stretch.episodes()) {
            var before = Optional.ofNullable(published.remove(episode.id()))
                    .or(() -> Optional.ofNullable(store.get(goneKey(stretch.ruleId(), episode.id()))));
            if (!goesOn && before.filter(PublishedEpisodes::isThere).isEmpty() && waits.test(episode)) {
                continue;
            }
            change(before, episode).ifPresent(event -> {
                store.put(key(event), event);
                if (event.getChange() == Change.RAISED) {
                    store.delete(goneKey(stretch.ruleId(), episode.id()));
                }
                events.add(
                        before.filter(earlier -> isExplainedAlike(earlier, event))
                                        .isPresent()
                                ? event
                                : EpisodeEvent.newBuilder(event)
                                        .setExplanation(explain.apply(episode))
                                        .build());
            });
        }
        for (var gone : published.values()) {
            if (isThere(gone)) {
                var event = gone(gone, stretch.episodes());
                store.delete(key(event));
                store.put(goneKey(stretch.ruleId(), event.getEpisodeId()), event);
                events.add(event);
            }
        }
        return events;
    }

    private Map<UUID, EpisodeEvent> published(Stretch stretch) {
        var keys = Keys.of(patient, stretch.ruleId());
        var published = new LinkedHashMap<UUID, EpisodeEvent>();
        try (var range = store.range(keys.at(stretch.after()), keys.at(stretch.until()))) {
            range.forEachRemaining(entry -> {
                if (!Keys.position(entry.key).equals(stretch.after())) {
                    published.put(entry.value.getEpisodeId(), entry.value);
                }
            });
        }
        return published;
    }

    private Optional<EpisodeEvent> change(Optional<EpisodeEvent> before, Episode episode) {
        var revision = before.map(EpisodeEvent::getRevision).orElse(0L) + 1;
        var there = before.filter(PublishedEpisodes::isThere);
        if (there.isEmpty()) {
            return Optional.of(Events.event(patient, episode, Change.RAISED, revision));
        }
        var last = there.get();
        if (Events.event(patient, episode, last.getChange(), last.getRevision()).equals(last)) {
            return Optional.empty();
        }
        var clears = last.getClearedAt() == null && episode.clearedAt().isPresent();
        return Optional.of(Events.event(patient, episode, clears ? Change.CLEARED : Change.UPDATED, revision));
    }

    /// What an explanation says; consumers keep the one they have.
    private static boolean isExplainedAlike(EpisodeEvent before, EpisodeEvent now) {
        return isThere(before)
                && before.getReason().equals(now.getReason())
                && before.getWorst().equals(now.getWorst())
                && before.getPlanVersion() == now.getPlanVersion();
    }

    /// Superseded by the episode that now holds some of its readings; withdrawn where there is none.
    private EpisodeEvent gone(EpisodeEvent event, List<Episode> episodes) {
        var successor = episodes.stream()
                .filter(episode ->
                        !episode.first().measuredAt().isAfter(event.getLatest().getMeasuredAt())
                                && !episode.latest()
                                        .measuredAt()
                                        .isBefore(event.getFirst().getMeasuredAt()))
                .findFirst();
        return EpisodeEvent.newBuilder(event)
                .setRevision(event.getRevision() + 1)
                .setChange(successor.isPresent() ? Change.SUPERSEDED : Change.WITHDRAWN)
                .setSuccessorId(successor.map(Episode::id).orElse(null))
                .setGoneBecause(because.get())
                .build();
    }

    private static boolean isThere(EpisodeEvent event) {
        return switch (event.getChange()) {
            case RAISED, UPDATED, CLEARED -> true;
            case SUPERSEDED, WITHDRAWN -> false;
        };
    }

    private Bytes goneKey(String ruleId, UUID episode) {
        // No rule's id has a blank in it.
        return Keys.of(patient, "gone " + ruleId).at(new Position(Instant.EPOCH, episode));
    }

    private Bytes key(EpisodeEvent event) {
        var first = event.getFirst();
        return Keys.of(patient, event.getRuleId()).at(new Position(first.getMeasuredAt(), first.getReadingId()));
    }
}
