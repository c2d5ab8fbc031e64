package health.vigil.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/// Calls that rules forbid, as calls and as method references.
final class Calls {

    private Calls() {}

    /// `now` of anything in java.time without a clock, and its older kin. [System#nanoTime] measures durations.
    static DescribedPredicate<JavaAccess<?>> readingTheTimeWithoutAClock() {
        return DescribedPredicate.describe(
                "reads the time without a clock",
                access -> access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called
                        && (isNowWithoutAClock(called)
                                || is(called, System.class, "currentTimeMillis")
                                || (called.getOwner().isEquivalentTo(Date.class)
                                        && called.getRawParameterTypes().isEmpty())));
    }

    private static boolean isNowWithoutAClock(AccessTarget.CodeUnitAccessTarget called) {
        return called.getName().equals("now")
                && called.getOwner().getPackageName().startsWith("java.time")
                && called.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
    }

    static DescribedPredicate<JavaAccess<?>> takingTheSystemsClock() {
        return DescribedPredicate.describe(
                "takes the system's clock",
                access -> access.getTarget().getOwner().isEquivalentTo(Clock.class)
                        && access.getTarget().getName().startsWith("system"));
    }

    static DescribedPredicate<JavaAccess<?>> sleeping() {
        return DescribedPredicate.describe(
                "sleeps",
                access -> access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called
                        && (is(called, Thread.class, "sleep") || is(called, TimeUnit.class, "sleep")));
    }

    private static boolean is(AccessTarget.CodeUnitAccessTarget called, Class<?> owner, String name) {
        return called.getOwner().isEquivalentTo(owner) && called.getName().equals(name);
    }

    static ArchRule namesSayWhatAClassIs() {
        return noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .as("no class is called manager, helper or util: its name says what it is");
    }
}
