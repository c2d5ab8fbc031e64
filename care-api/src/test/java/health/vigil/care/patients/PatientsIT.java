package health.vigil.care.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import health.vigil.care.plans.Plans;
import health.vigil.care.samples.Outboxes;
import health.vigil.clinical.plans.Template;
import health.vigil.kit.config.KeyRing;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.identity.Identities;
import health.vigil.parts.TestStore;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    /// The second half past one in the night when the clocks of the JVM's zone are put back.
    private static final Instant NOW = Instant.parse("2026-11-01T06:30:00Z");

    private static final Instant EARLIER = NOW.minusSeconds(3600);
    private static final Patient ADA = new Patient(
            new UUID(1, 1), "Lovelace", "Ada", LocalDate.of(1815, 12, 10), "Europe/London", "+442079460000");

    private final Patients patients = patientsAt(NOW);

    private static Patients patientsAt(Instant now) {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var jdbi = DATABASE.database().jdbi();
        return new Patients(jdbi, new Plans(jdbi, OUTBOX.outbox(), clock), clock);
    }

    @BeforeEach
    void empty() {
        DATABASE.empty("care.patient, care.outbox");
    }

    @ParameterizedTest
    @CsvSource({
        "ada, Ada Lovelace",
        "ADA, Ada Lovelace",
        "love, Ada Lovelace",
        "'ada lov', Ada Lovelace",
        "100%, 100% Sure",
        "_, _ Under",
        "\\, \\ Back",
        "'\\ b', \\ Back",
        "mü, Anne Müller"
    })
    void findsPatientsByHowTheirNamesBegin(String begin, String name) {
        for (var each : List.of("Ada Lovelace", "100% Sure", "_ Under", "\\ Back", "Anne Müller")) {
            var names = each.split(" ", 2);
            patients.put(new Patient(UUID.randomUUID(), names[1], names[0], null, "UTC", ""), "admin");
        }

        assertThat(patients.search(begin, 10)).extracting(Patient::name).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({"velace", "%ada", "a%a", "_da", "'ada  lovelace'", "'lovelace ada'"})
    void findsNobodyWhoseNameDoesNotBeginSo(String begin) {
        patients.put(ADA, "admin");

        assertThat(patients.search(begin, 10)).isEmpty();
    }

    @Test
    void listsPatientsByNameUpToTheLimit() {
        for (var name : List.of("cantor", "Abel", "Boole")) {
            patients.put(new Patient(UUID.randomUUID(), name, "X", null, "UTC", ""), "admin");
        }

        assertThat(patients.search("", 2)).extracting(Patient::familyName).containsExactly("Abel", "Boole");
    }

    @Test
    void givesBackWhatWasPut() {
        patients.put(ADA, "admin");

        assertThat(patients.find(ADA.patientId())).contains(ADA);
        assertThat(patients.find(new UUID(9, 9))).isEmpty();
    }

    private static List<String> rows() {
        return DATABASE.database().jdbi().withHandle(handle -> handle.createQuery("select p::text from care.patient p")
                .mapTo(String.class)
                .list());
    }

    @Test
    void theDatabaseDoesNotKnowWhoAPatientIs() {
        patients.put(ADA, "admin");

        assertThat(rows()).singleElement(STRING).doesNotContain("Lovelace", "Ada", "1815");
    }

    @Test
    void whoWasKeptInPlainIsEncrypted() {
        DATABASE.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        """
                insert into care.patient (patient_id, family_name, given_name, birth_date, zone, phone, created_at)
                values (?, ?, ?, ?, ?, ?, now())
                """,
                        ADA.patientId(),
                        ADA.familyName(),
                        ADA.givenName(),
                        ADA.birthDate(),
                        ADA.zone(),
                        ADA.phone()));

        patients.seal(new Identities(KeyRing.read(DATABASE.keyFile())));

        assertThat(patients.find(ADA.patientId())).contains(ADA);
        assertThat(rows()).singleElement(STRING).doesNotContain("Lovelace", "Ada", "1815");
    }

    @Test
    void aNewKeyTakesThePlaceOfTheOneBefore(@TempDir Path folder) throws IOException {
        patients.put(ADA, "admin");
        var before = rows();
        var file = folder.resolve("keys");
        SecretFile.write(file, SecretFile.random() + "\n" + SecretFile.read(DATABASE.keyFile()));
        var rotated = KeyRing.read(file);

        patients.seal(new Identities(rotated));

        assertThat(rows()).isNotEqualTo(before);
        var sealed = DATABASE.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select identity from care.patient")
                .mapTo(byte[].class)
                .one());
        assertThat(sealed).startsWith(rotated.mark());
        assertThat(new Identities(rotated).open(sealed).familyName()).isEqualTo("Lovelace");
        var after = rows();
        patients.seal(new Identities(rotated));
        assertThat(rows()).isEqualTo(after);
    }

    @Test
    void startsAPlanForANewPatient() {
        patients.put(ADA, "admin");

        assertThat(OUTBOX.records(Topics.PLANS))
                .containsExactly(new PatientPlans(ADA.patientId(), List.of(version(1, NOW, "Europe/London"))));
    }

    @Test
    void changesNothingWhenTheSameIsPutAgain() {
        patients.put(ADA, "admin");

        patients.put(ADA, "admin");

        assertThat(patients.search("", 10)).containsExactly(ADA);
        assertThat(OUTBOX.records(Topics.PLANS)).hasSize(1);
    }

    @Test
    void keepsThePlanWhenOnlyTheNameChanges() {
        patients.put(ADA, "admin");
        var married = new Patient(ADA.patientId(), "King", "Ada", ADA.birthDate(), ADA.zone(), ADA.phone());

        patients.put(married, "admin");

        assertThat(patients.find(ADA.patientId())).contains(married);
        assertThat(OUTBOX.records(Topics.PLANS)).hasSize(1);
    }

    @Test
    void addsAVersionToThePlanWhenTheZoneChanges() {
        patientsAt(EARLIER).put(ADA, "admin");

        patients.put(new Patient(ADA.patientId(), "Lovelace", "Ada", null, "Asia/Tokyo", ""), "admin");

        assertThat(OUTBOX.records(Topics.PLANS).getLast().getVersions())
                .containsExactly(version(1, EARLIER, "Europe/London"), version(2, NOW, "Asia/Tokyo"));
    }

    private static PlanVersion version(int number, Instant from, String zone) {
        return new PlanVersion(number, from, zone, PlanDocument.write(Template.STANDARD.in(ZoneId.of(zone))));
    }
}
