package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Posture;
import health.vigil.clinical.vitals.Reading;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Which readings a rule looks at. An empty set admits any, also those of which nothing is known.
public record Filter(Set<Meal> meals, Set<Posture> postures, PartOfDay partOfDay) {

    /// Every reading.
    public static final Filter ALL = new Filter(Set.of(), Set.of(), PartOfDay.ALL_DAY);

    public Filter {
        meals = ordered(Meal.class, meals);
        postures = ordered(Posture.class, postures);
    }

    /// In the order of the enum, so that documents always list them alike.
    private static <E extends Enum<E>> Set<E> ordered(Class<E> type, Set<E> values) {
        var ordered = EnumSet.noneOf(type);
        ordered.addAll(values);
        return Collections.unmodifiableSet(ordered);
    }

    /// Whether it leaves out nothing.
    public boolean isAll() {
        return meals.isEmpty() && postures.isEmpty() && partOfDay == PartOfDay.ALL_DAY;
    }

    /// Whether the rule looks at that reading.
    ///
    /// @param time by the patient's clock
    public boolean admits(Reading reading, LocalTime time) {
        var context = reading.context();
        return (meals.isEmpty() || context.meal().filter(meals::contains).isPresent())
                && (postures.isEmpty()
                        || context.posture().filter(postures::contains).isPresent())
                && partOfDay.contains(time);
    }
}
