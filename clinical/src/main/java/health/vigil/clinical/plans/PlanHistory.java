package health.vigil.clinical.plans;

import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.rules.Reach;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// All versions of a care plan by the moment each took effect. The first also holds for the time before it, so that
/// older readings of a new patient are judged too.
public final class PlanHistory {

    private final NavigableMap<Instant, CarePlan> versions;
    // The same by number: a plan is asked for at each reading.
    private final List<Instant> beginnings;
    private final List<CarePlan> plans;
    private final Set<ReadingKind> suspiciousKinds;
    private final Map<String, Boolean> trends = new HashMap<>();
    private final Map<String, Set<ReadingKind>> kinds = new LinkedHashMap<>();
    private final Map<String, Reach> reaches = new HashMap<>();

    /// @throws IllegalArgumentException without any version
    public PlanHistory(Map<Instant, CarePlan> versions) {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a plan history needs at least one version");
        }
        this.versions = Collections.unmodifiableNavigableMap(new TreeMap<>(versions));
        this.beginnings = List.copyOf(this.versions.keySet());
        this.plans = List.copyOf(this.versions.values());
        this.suspiciousKinds = Collections.unmodifiableSet(kinds(OtherPerson.class));
        rules().forEach(rule -> trends.merge(rule.id(), rule.condition().isTrend(), Boolean::logicalOr));
        rules().forEach(rule -> kinds.computeIfAbsent(rule.id(), _ -> EnumSet.noneOf(ReadingKind.class))
                .addAll(rule.kinds()));
        rules().map(Rule::id).distinct().forEach(id -> reaches.put(id, reachOf(id)));
    }

    public static PlanHistory always(CarePlan plan) {
        return new PlanHistory(Map.of(Instant.EPOCH, plan));
    }

    private Stream<Rule> rules() {
        return versions.values().stream().flatMap(plan -> plan.rules().stream());
    }

    /// The plan in force at that moment.
    public CarePlan at(Instant moment) {
        return plans.get(indexAt(moment));
    }

    /// When the plan in force at that moment took effect; the first, when it is earlier than all.
    public Instant beginningOf(Instant moment) {
        return beginnings.get(indexAt(moment));
    }

    private int indexAt(Instant moment) {
        if (plans.size() == 1) {
            return 0;
        }
        var found = Collections.binarySearch(beginnings, moment);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    /// How many versions had taken effect by then; 1 for the first, also before it.
    public int versionAt(Instant moment) {
        return indexAt(moment) + 1;
    }

    /// When the first version took effect.
    public Instant beginning() {
        return versions.firstKey();
    }

    /// The next moment after that one at which another version takes effect.
    public Optional<Instant> nextChange(Instant after) {
        return Optional.ofNullable(versions.higherKey(after));
    }

    /// The patient's local calendar day at that moment.
    public LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, zoneAt(moment));
    }

    /// The patient's clock at that moment.
    public LocalTime timeOf(Instant moment) {
        return LocalTime.ofInstant(moment, zoneAt(moment));
    }

    private ZoneId zoneAt(Instant moment) {
        return at(moment).zone();
    }

    /// The furthest that a reading reaches by this rule in any version. A trend leaves out readings that look like
    /// another person's, which readings before them decide: so a reading reaches further where that is watched for.
    public Reach reach(String ruleId) {
        return reaches.getOrDefault(ruleId, Reach.NONE);
    }

    private Reach reachOf(String ruleId) {
        var own = Reach.furthest(conditions(ruleId).map(Condition::reach));
        if (!isTrend(ruleId)) {
            return own;
        }
        var kinds = conditions(ruleId)
                .flatMap(condition -> condition.kinds().stream())
                .toList();
        var suspicion = rules().map(Rule::condition)
                .filter(OtherPerson.class::isInstance)
                .filter(condition -> !Collections.disjoint(condition.kinds(), kinds))
                .mapToInt(condition -> condition.reach().days())
                .max();
        return suspicion.isPresent() ? own.plusDays(suspicion.getAsInt()) : own;
    }

    /// What the rule demands, in each version that has it.
    public Stream<Condition> conditions(String ruleId) {
        return rules(ruleId).map(Rule::condition);
    }

    /// The rule in each version that has it.
    public Stream<Rule> rules(String ruleId) {
        return rules().filter(rule -> rule.id().equals(ruleId));
    }

    /// Whether the rule compares readings with others in any version.
    public boolean isTrend(String ruleId) {
        return trends.getOrDefault(ruleId, false);
    }

    /// The ids of all rules that ever looked at that kind of reading.
    public List<String> ruleIds(ReadingKind kind) {
        return kinds.entrySet().stream()
                .filter(rule -> rule.getValue().contains(kind))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The kinds of reading whose silence is watched in any version.
    public Set<ReadingKind> silentKinds() {
        return kinds(Silence.class);
    }

    /// The kinds of reading that are watched for another person's in any version.
    public Set<ReadingKind> suspiciousKinds() {
        return suspiciousKinds;
    }

    private Set<ReadingKind> kinds(Class<? extends Condition> type) {
        var kinds = EnumSet.noneOf(ReadingKind.class);
        rules().map(Rule::condition).filter(type::isInstance).forEach(condition -> kinds.addAll(condition.kinds()));
        return kinds;
    }

    /// The ids of all rules that were ever in the plan.
    public List<String> ruleIds() {
        return List.copyOf(kinds.keySet());
    }

    /// The kinds of reading that a rule ever looked at.
    public Set<ReadingKind> kinds(String ruleId) {
        return Collections.unmodifiableSet(kinds.getOrDefault(ruleId, Set.of()));
    }

    /// The first moment at which the other history differs: empty when both are the same. A different first version
    /// differs from the beginning of time.
    public Optional<Instant> firstDifference(PlanHistory other) {
        if (!at(Instant.MIN).equals(other.at(Instant.MIN)) || !beginning().equals(other.beginning())) {
            return Optional.of(Instant.MIN);
        }
        var moments = new TreeSet<>(versions.keySet());
        moments.addAll(other.versions.keySet());
        return moments.stream()
                .filter(moment -> !Objects.equals(versions.get(moment), other.versions.get(moment)))
                .findFirst();
    }
}
