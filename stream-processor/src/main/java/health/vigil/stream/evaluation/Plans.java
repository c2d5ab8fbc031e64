package health.vigil.stream.evaluation;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PlanVersion;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The patients' plans in clinical terms. The latest ones used stay in memory, since reading a document takes longer
/// than judging a reading; equal documents are one object, since most plans are a template.
final class Plans {

    private static final PlanHistory UNTIL_ONE_COMES = PlanHistory.always(Template.STANDARD.in(ZoneOffset.UTC));
    private static final int PATIENTS = 20_000;
    private static final int DOCUMENTS = 2_000;

    private final KeyValueStore<UUID, PatientPlans> store;
    private final Map<UUID, PlanHistory> histories = latest(PATIENTS);
    private final Map<String, CarePlan> documents = latest(DOCUMENTS);

    Plans(KeyValueStore<UUID, PatientPlans> store) {
        this.store = store;
    }

    private static <K, V> Map<K, V> latest(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    PlanHistory of(UUID patient) {
        return histories.computeIfAbsent(patient, id -> history(store.get(id)));
    }

    /// Keeps the patient's new plans.
    ///
    /// @return false when they are the same as before
    boolean put(UUID patient, PatientPlans plans) {
        if (plans.equals(store.get(patient))) {
            return false;
        }
        store.put(patient, plans);
        histories.remove(patient);
        return true;
    }

    /// The standard template in UTC for a patient whose plan has not come yet; it is all evaluated again when it does.
    private PlanHistory history(@Nullable PatientPlans plans) {
        if (plans == null || plans.getVersions().isEmpty()) {
            return UNTIL_ONE_COMES;
        }
        var versions = new TreeMap<Instant, CarePlan>();
        // Of two versions that take effect at the same moment, the later one holds.
        plans.getVersions().forEach(version -> versions.put(version.getEffectiveFrom(), plan(version)));
        return new PlanHistory(versions);
    }

    private CarePlan plan(PlanVersion version) {
        return version.getDocument() == null
                ? documents.computeIfAbsent(version.getZone(), zone -> Template.STANDARD.in(ZoneId.of(zone)))
                : documents.computeIfAbsent(version.getDocument(), PlanDocument::read);
    }
}
