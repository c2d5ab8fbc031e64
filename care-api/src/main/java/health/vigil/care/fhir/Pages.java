package health.vigil.care.fhir;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntrySearchModeEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.BasePagingProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import health.vigil.care.fhir.Observations.Place;
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

    Pages(Observations observations, Included included) {
        this.observations = observations;
        this.included = included;
        setDefaultPageSize(DEFAULT_PAGE);
        setMaximumPageSize(LARGEST_PAGE);
    }

    /// Resources that are one page, however many.
    static IBundleProvider whole(List<? extends IBaseResource> resources) {
        return new Page("", START, null, List.copyOf(resources));
    }

    IBundleProvider first(ObservationQuery query) {
        return page(query, null);
    }

    @Override
    public IBundleProvider retrieveResultList(@Nullable RequestDetails request, String searchId) {
        return retrieveResultList(request, searchId, START);
    }

    @Override
    public IBundleProvider retrieveResultList(@Nullable RequestDetails request, String searchId, String pageId) {
        var query = ObservationQuery.decode(searchId)
                .filter(each -> each.count() >= 1 && each.count() <= LARGEST_PAGE)
                .orElseThrow(() -> new ResourceGoneException("This is no link to a page of a search; search again."));
        return page(query, pageId.equals(START) ? null : place(pageId));
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

    private IBundleProvider page(ObservationQuery query, @Nullable Place after) {
        var found = observations.search(query, after, query.count() + 1);
        var shown = found.size() > query.count() ? found.subList(0, query.count()) : found;
        var next = found.size() > query.count()
                ? id(new Place(shown.getLast().measuredAt(), shown.getLast().readingId()))
                : null;
        return new Page(query.encode(), id(after), next, resources(query, shown));
    }

    private List<IBaseResource> resources(ObservationQuery query, List<StoredObservation> shown) {
        var resources = new ArrayList<IBaseResource>();
        shown.forEach(each -> resources.add(marked(Resources.observation(each), BundleEntrySearchModeEnum.MATCH)));
        if (query.withPatient() && !shown.isEmpty()) {
            included.patient(query.patient())
                    .ifPresent(each -> resources.add(marked(each, BundleEntrySearchModeEnum.INCLUDE)));
        }
        if (query.withDevice()) {
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
