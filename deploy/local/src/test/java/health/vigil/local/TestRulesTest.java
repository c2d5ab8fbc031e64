package health.vigil.local;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// What holds for the tests of all modules.
@AnalyzeClasses(locations = TestsOfAllModules.class)
class TestRulesTest {

    private static final String TESTABLE = "org.junit.platform.commons.annotation.Testable";

    @ArchTest
    static final ArchRule EVERY_TEST_IS_RUN = classes()
            .that(haveTests())
            .should(be(DescribedPredicate.describe(
                    "named *Test or *IT", type -> topLevelName(type).matches(".*(Test|IT)"))))
            .as("every class with tests carries a suffix that the build runs: Test or IT");

    @ArchTest
    static final ArchRule NO_TEST_SLEEPS =
            noClasses().should().accessTargetWhere(Calls.sleeping()).as("no test sleeps: it awaits a condition");

    @ArchTest
    static final ArchRule NO_TEST_MOCKS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mockito..", "org.easymock..", "org.powermock..", "mockit..")
            .as("no test mocks what is ours");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = Calls.namesSayWhatAClassIs();

    /// JUnit's and jqwik's annotations are all testable. An abstract class runs as those that extend it, which have its
    /// tests too.
    private static DescribedPredicate<JavaClass> haveTests() {
        return DescribedPredicate.describe(
                "have tests",
                type -> !type.getModifiers().contains(JavaModifier.ABSTRACT)
                        && type.getAllMethods().stream()
                                .anyMatch(method ->
                                        method.isAnnotatedWith(TESTABLE) || method.isMetaAnnotatedWith(TESTABLE)));
    }

    /// A nested class runs with the class around it.
    private static String topLevelName(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }
}
