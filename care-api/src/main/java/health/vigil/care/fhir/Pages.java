package health.vigil.care.fhir;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntrySearchModeEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.BasePagingProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import health.vigil.care.fhir.Observations.Place;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.kit.access.Scope.Interaction;
import health.vigil.kit.http.Gate;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/// The pages of a search. A link holds the search and where it goes on, so any instance can answer it, at any time.
final class Pages extends BasePagingProvider {

    private static final int DEFAULT_PAGE = 50;

    /// The most Observations in one answer.
    static final int LARGEST_PAGE = 1000;

    private static final String START = "start";

    private final Observations observations;
    private final Included included;
    private final PatientsInSight sight;

    Pages(Observations observations, Included included, PatientsInSight sight) {
        this.observations = observations;
        this.included = included;
        this.sight = sight;
        setDefaultPageSize(DEFAULT_PAGE);
        setMaximumPageSize(LARGEST_PAGE);
    }

    /// Resources that are one page, however many.
    static IBundleProvider whole(List<? extends IBaseResource> resources) {
        return new Page("", START, null, List.copyOf(resources));
    }

    IBundleProvider first(HttpServletRequest request, ObservationQuery query) {
        return page(request, query, null);
    }

    @Override
    public IBundleProvider retrieveResultList(@Nullable RequestDetails request, String searchId) {
        return retrieveResultList(request, searchId, START);
    }

    @Override
    public IBundleProvider retrieveResultList(@Nullable RequestDetails request, String searchId, String pageId) {
        var query = ObservationQuery.decode(searchId)
                .filter(each ->
                        sight.find(servletRequest(request), each.patient()).isPresent())
                .filter(each -> each.count() >= 1 && each.count() <= LARGEST_PAGE)
                .orElseThrow(() -> new ResourceGoneException("This is no link to a page of a search; search again."));
        return page(servletRequest(request), query, pageId.equals(START) ? null : place(pageId));
    }

    @Override
    public String storeResultList(@Nullable RequestDetails request, IBundleProvider results) {
        return Objects.requireNonNull(results.getUuid(), "a search is kept in its links");
    }

    private static Place place(String pageId) {
        try {
            var parts = pageId.split("_", 2);
            return new Place(Instant.ofEpochMilli(Long.parseLong(parts[0], 36)), UUID.fromString(parts[1]));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException _) {
            throw new ResourceGoneException("This is no link to a page of a search; search again.");
        }
    }

    private static String id(@Nullable Place place) {
        return place == null ? START : Long.toString(place.measuredAt().toEpochMilli(), 36) + "_" + place.readingId();
    }

    private static HttpServletRequest servletRequest(@Nullable RequestDetails request) {
        return ((ServletRequestDetails) Objects.requireNonNull(request, "a page is asked for")).getServletRequest();
    }

    private IBundleProvider page(HttpServletRequest request, ObservationQuery query, @Nullable Place after) {
        var found = observations.search(query, after, query.count() + 1);
        var shown = found.size() > query.count() ? found.subList(0, query.count()) : found;
        var next = found.size() > query.count()
                ? id(new Place(shown.getLast().measuredAt(), shown.getLast().readingId()))
                : null;
        return new Page(query.encode(), id(after), next, resources(request, query, shown));
    }

    private List<IBaseResource> resources(
            HttpServletRequest request, ObservationQuery query, List<StoredObservation> shown) {
        var resources = new ArrayList<IBaseResource>();
        shown.forEach(each -> resources.add(marked(Resources.observation(each), BundleEntrySearchModeEnum.MATCH)));
        if (query.withPatient() && Gate.mayToo(request, "Patient", Interaction.READ) && !shown.isEmpty()) {
            included.patient(request, query.patient())
                    .ifPresent(each -> resources.add(marked(each, BundleEntrySearchModeEnum.INCLUDE)));
        }
        if (query.withDevice() && Gate.mayToo(request, "Device", Interaction.READ)) {
            var devices = new LinkedHashSet<UUID>();
            shown.forEach(each -> devices.add(each.deviceId()));
            included.devices(devices).forEach(each -> resources.add(marked(each, BundleEntrySearchModeEnum.INCLUDE)));
        }
        return resources;
    }

    private static <R extends Resource> R marked(R resource, BundleEntrySearchModeEnum mode) {
        ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE.put(resource, mode);
        return resource;
    }

    /// One page, already read.
    private record Page(
            String uuid, String pageId, @Nullable String next, List<IBaseResource> resources)
            implements IBundleProvider {

        @Override
        public IPrimitiveType<Date> getPublished() {
            return InstantType.withCurrentTime();
        }

        @Override
        public List<IBaseResource> getResources(int from, int to) {
            return resources;
        }

        @Override
        public String getUuid() {
            return uuid;
        }

        @Override
        public Integer preferredPageSize() {
            return Math.max(1, resources.size());
        }

        @Override
        public @Nullable Integer size() {
            return null;
        }

        @Override
        public String getCurrentPageId() {
            return pageId;
        }

        @Override
        public @Nullable String getNextPageId() {
            return next;
        }
    }
}
