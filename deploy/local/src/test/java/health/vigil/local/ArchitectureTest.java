package health.vigil.local;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

/// The walls of the house, over the classes of all modules.
@AnalyzeClasses(packages = "health.vigil", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String GATEWAY = "health.vigil.gateway..";
    private static final String STREAM = "health.vigil.stream..";
    private static final String ALERTS = "health.vigil.alerts..";
    private static final String CARE = "health.vigil.care..";

    private static final String[] KAFKA = {"org.apache.kafka.."};
    private static final String[] MQTT = {"org.eclipse.paho..", "org.apache.activemq..", "org.apache.artemis.."};
    private static final String[] DATABASE = {
        "java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..", "com.zaxxer..", "health.vigil.kit.database.."
    };
    private static final String[] HTTP = {
        "java.net.http..", "jakarta.servlet..", "io.javalin..", "org.eclipse.jetty..", "health.vigil.kit.http.."
    };

    @ArchTest
    static final ArchRule SERVICES_MEET_IN_SCHEMAS_AND_CLINICAL_ONLY = CompositeArchRule.of(
                    never(GATEWAY, STREAM, ALERTS, CARE))
            .and(never(STREAM, GATEWAY, ALERTS, CARE))
            .and(never(ALERTS, GATEWAY, STREAM, CARE))
            .and(never(CARE, GATEWAY, STREAM, ALERTS))
            .as("the services never depend on one another: they meet in schemas and clinical only");

    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_WHO_RUNS_THEM = noClasses()
            .that()
            .resideOutsideOfPackage("health.vigil.local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("health.vigil.local..")
            .as("nothing depends on the all-in-one");

    @ArchTest
    static final ArchRule SCHEMAS_DEPEND_ON_NOTHING_OF_OURS = noClasses()
            .that()
            .resideInAPackage("health.vigil.schemas..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("health.vigil..").and(resideOutsideOfPackage("health.vigil.schemas..")))
            .as("the contracts depend on nothing of ours");

    @ArchTest
    static final ArchRule THE_KIT_KNOWS_NO_SERVICE = never(
                    "health.vigil.kit..", GATEWAY, STREAM, ALERTS, CARE, "health.vigil.clinical..")
            .as("what every service needs knows neither a service nor a patient");

    /// A list of what it may use, so that no library slips in unnamed.
    @ArchTest
    static final ArchRule THE_CLINICAL_CORE_IS_PLAIN_JAVA = classes()
            .that()
            .resideInAPackage("health.vigil.clinical..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "health.vigil.clinical..",
                    "java.lang..",
                    "java.math..",
                    "java.nio.charset..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify.annotations..")
            .as("the clinical core is plain Java without I/O: no Kafka, database, MQTT, HTTP, JSON or Avro, and nothing"
                    + " else of ours");

    @ArchTest
    static final ArchRule DECODING_DOES_NO_IO = CompositeArchRule.of(never("health.vigil.gateway.decoding..", KAFKA))
            .and(never("health.vigil.gateway.decoding..", MQTT))
            .and(never("health.vigil.gateway.decoding..", DATABASE))
            .and(never("health.vigil.gateway.decoding..", HTTP))
            .as("decoding knows neither Kafka nor MQTT, database or HTTP");

    @ArchTest
    static final ArchRule THE_LIFE_OF_AN_ALERT_IS_PLAIN_JAVA = CompositeArchRule.of(
                    never("health.vigil.alerts.lifecycle..", KAFKA))
            .and(never("health.vigil.alerts.lifecycle..", MQTT))
            .and(never("health.vigil.alerts.lifecycle..", DATABASE))
            .and(never("health.vigil.alerts.lifecycle..", HTTP))
            .and(never("health.vigil.alerts.routing..", KAFKA))
            .and(never("health.vigil.alerts.routing..", MQTT))
            .and(never("health.vigil.alerts.routing..", DATABASE))
            .and(never("health.vigil.alerts.routing..", HTTP))
            .as("the life of an alert, and who is told of it, knows neither Kafka nor MQTT, database or HTTP");

    @ArchTest
    static final ArchRule TIME_IS_A_PARAMETER = noClasses()
            .should()
            .accessTargetWhere(Calls.readingTheTimeWithoutAClock())
            .as("nobody reads the time but by a clock that was handed over");

    @ArchTest
    static final ArchRule A_PROCESS_HAS_ONE_CLOCK = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Main")
            .and()
            .resideOutsideOfPackage("health.vigil.local..")
            .should()
            .accessTargetWhere(Calls.takingTheSystemsClock())
            .as("a process takes the system's clock where it starts, and nowhere else");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = Calls.namesSayWhatAClassIs();

    private static ArchRule never(String from, String... to) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to);
    }
}
