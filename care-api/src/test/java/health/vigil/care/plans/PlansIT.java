package health.vigil.care.plans;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.samples.Outboxes;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Template;
import health.vigil.parts.TestStore;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlansIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Instant START = Instant.parse("2026-11-01T05:30:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(10));
    private static final UUID ADA = new UUID(1, 1);
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final CarePlan HYPERTENSION = Template.HYPERTENSION.in(LONDON);
    private static final CarePlan PREGNANCY = Template.PREGNANCY.in(LONDON);

    private final Plans plans = plansAt(NOW);

    private static Plans plansAt(Instant now) {
        return new Plans(DATABASE.database().jdbi(), OUTBOX.outbox(), Clock.fixed(now, ZoneOffset.UTC));
    }

    @BeforeEach
    void registerAPatient() {
        DATABASE.empty("care.patient, care.outbox");
        put("Europe/London", START);
    }

    private static void put(String zone, Instant now) {
        new Patients(DATABASE.database().jdbi(), plansAt(now), Clock.fixed(now, ZoneOffset.UTC))
                .put(new Patient(ADA, "Lovelace", "Ada", null, zone, ""), "admin");
    }

    private PlanChange.Outcome change(int basedOn, @Nullable Instant from, CarePlan plan) {
        return plans.change(ADA, new PlanChange(basedOn, Optional.ofNullable(from), "why", plan), "carla");
    }

    @Test
    void keepsWhoChangedItWhenWhyAndSinceWhen() {
        change(1, null, HYPERTENSION);

        assertThat(plans.versions(ADA)).hasSize(2).last().satisfies(version -> assertThat(version)
                .isEqualTo(new StoredPlan(
                        ADA, 2, NOW, "Europe/London", PlanDocument.write(HYPERTENSION), "carla", NOW, "why")));
        assertThat(plans.history(ADA).at(NOW.minusMillis(1))).isEqualTo(Template.STANDARD.in(LONDON));
        assertThat(plans.inForce(ADA)).isEqualTo(HYPERTENSION);
    }

    @Test
    void publishesTheWholeHistoryWithEachChange() {
        change(1, null, HYPERTENSION);
        change(2, NOW.plusSeconds(60), PREGNANCY);

        assertThat(OUTBOX.records(Topics.PLANS).getLast().getVersions())
                .containsExactly(
                        version(1, START, Template.STANDARD.in(LONDON)),
                        version(2, NOW, HYPERTENSION),
                        version(3, NOW.plusSeconds(60), PREGNANCY));
    }

    private static PlanVersion version(int number, Instant from, CarePlan plan) {
        return new PlanVersion(number, from, plan.zone().getId(), PlanDocument.write(plan));
    }

    @Test
    void changesNothingForWhoDoesNotKnowTheNewestVersion() {
        change(1, null, HYPERTENSION);

        var outcome = change(1, null, PREGNANCY);

        assertThat(outcome).isInstanceOfSatisfying(PlanChange.Stale.class, stale -> assertThat(stale.newest())
                .isEqualTo(plans.versions(ADA).getLast()));
        assertThat(plans.inForce(ADA)).isEqualTo(HYPERTENSION);
        assertThat(OUTBOX.records(Topics.PLANS)).hasSize(2);
    }

    @Test
    void takesEffectInThePastOrTheFutureButNotBeforeTheFirstVersion() {
        assertThat(change(1, START.minusMillis(1), HYPERTENSION)).isEqualTo(new PlanChange.TooEarly(START));
        change(1, NOW.plusSeconds(1), PREGNANCY);
        change(2, START.plusSeconds(1), HYPERTENSION);

        var history = plans.history(ADA);
        assertThat(history.at(START)).isEqualTo(Template.STANDARD.in(LONDON));
        assertThat(history.at(NOW)).isEqualTo(HYPERTENSION);
        assertThat(history.at(NOW.plusSeconds(1))).isEqualTo(PREGNANCY);
    }

    @Test
    void letsTheLaterOfTwoVersionsOfTheSameMomentHold() {
        change(1, START, HYPERTENSION);
        change(2, START, PREGNANCY);

        assertThat(plans.history(ADA).at(START)).isEqualTo(PREGNANCY);
        assertThat(plans.versions(ADA)).hasSize(3);
    }

    @Test
    void movesThePlanInForceToAnotherZoneAndNotTheFirstOne() {
        change(1, START.plusSeconds(1), HYPERTENSION);

        put("Asia/Tokyo", NOW);

        assertThat(plans.inForce(ADA)).isEqualTo(HYPERTENSION.in(ZoneId.of("Asia/Tokyo")));
        assertThat(plans.versions(ADA)).hasSize(3);
    }

    @Test
    void tellsThePatientsPageOfTheZoneInForce() {
        change(1, null, HYPERTENSION.in(ZoneId.of("Asia/Tokyo")));
        change(2, NOW.plusSeconds(1), HYPERTENSION);

        String zone = DATABASE.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select zone from care.patient")
                .mapTo(String.class)
                .one());
        assertThat(zone).isEqualTo("Asia/Tokyo");
    }

    @Test
    void takesARowWithoutADocumentForTheStandardTemplate() {
        DATABASE.database().jdbi().useHandle(handle -> handle.execute("update care.plan set document = null"));

        assertThat(plans.inForce(ADA)).isEqualTo(Template.STANDARD.in(LONDON));
        assertThat(plans.histories(List.of(ADA)).get(ADA))
                .satisfies(history -> assertThat(history.at(NOW)).isEqualTo(Template.STANDARD.in(LONDON)));
    }
}
