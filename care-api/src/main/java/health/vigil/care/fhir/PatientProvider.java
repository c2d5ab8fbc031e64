package health.vigil.care.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import health.vigil.care.patients.PatientsInSight;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/// Patients, by id or by how a name begins.
public final class PatientProvider implements IResourceProvider {

    private static final int MOST = 200;

    private final PatientsInSight sight;
    private final Included included;

    PatientProvider(PatientsInSight sight, Included included) {
        this.sight = sight;
        this.included = included;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return Patient.class;
    }

    /// One patient.
    @Read
    public Patient read(HttpServletRequest request, @IdParam IdType id) {
        return ObservationProvider.uuid(id.getIdPart())
                .flatMap(uuid -> included.patient(request, uuid))
                .orElseThrow(() -> new ResourceNotFoundException(id));
    }

    /// The first [#MOST] by name.
    @Search
    public IBundleProvider search(
            HttpServletRequest request,
            @OptionalParam(name = "_id") @Nullable TokenOrListParam ids,
            @OptionalParam(name = "name") @Nullable StringParam name) {
        if (ids == null && name == null) {
            throw new InvalidRequestException("name or _id: which patients?");
        }
        if (name != null && (name.isExact() || name.isContains() || name.getMissing() != null)) {
            throw new InvalidRequestException("name: modifiers are not offered.");
        }
        if (ids == null) {
            return Pages.whole(sight.search(request, begin(name), MOST).stream()
                    .map(Resources::patient)
                    .toList());
        }
        var wanted = ids.getValuesAsQueryTokens().stream()
                .flatMap(id -> ObservationProvider.uuid(id.getValue()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (name != null) {
            wanted.retainAll(sight.search(request, begin(name), Integer.MAX_VALUE).stream()
                    .map(health.vigil.care.patients.Patient::patientId)
                    .collect(Collectors.toSet()));
        }
        return Pages.whole(wanted.stream()
                .flatMap(id -> included.patient(request, id).stream())
                .toList());
    }

    private static String begin(@Nullable StringParam name) {
        return name == null ? "" : String.valueOf(name.getValue());
    }
}
