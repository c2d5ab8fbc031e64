package health.vigil.care.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/// Devices, by id or by who has them, or had them.
public final class DeviceProvider implements IResourceProvider {

    private final Included included;

    DeviceProvider(Included included) {
        this.included = included;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return Device.class;
    }

    /// One device.
    @Read
    public Device read(HttpServletRequest request, @IdParam IdType id) {
        return ObservationProvider.uuid(id.getIdPart())
                .flatMap(uuid ->
                        included.devicesInSight(request, List.of(uuid)).stream().findFirst())
                .orElseThrow(() -> new ResourceNotFoundException(id));
    }

    /// By id, or by patient, or both.
    @Search
    public IBundleProvider search(
            HttpServletRequest request,
            @OptionalParam(name = "_id") @Nullable TokenOrListParam ids,
            @OptionalParam(name = "patient") @Nullable ReferenceParam patient) {
        if (ids == null && patient == null) {
            throw new InvalidRequestException("patient or _id: which devices?");
        }
        var wanted = new HashSet<UUID>();
        if (patient != null) {
            ObservationProvider.patient(patient)
                    .filter(id -> included.patient(request, id).isPresent())
                    .map(included::devicesOf)
                    .ifPresent(wanted::addAll);
        }
        if (ids != null) {
            var named = ids.getValuesAsQueryTokens().stream()
                    .flatMap(id -> ObservationProvider.uuid(id.getValue()).stream())
                    .collect(Collectors.toSet());
            if (patient == null) {
                wanted.addAll(named);
            } else {
                wanted.retainAll(named);
            }
        }
        return Pages.whole(included.devicesInSight(request, wanted));
    }
}
