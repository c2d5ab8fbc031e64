package health.vigil.care.fhir;

import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.Count;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.IncludeParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Sort;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.param.CompositeAndListParam;
import ca.uhn.fhir.rest.param.DateAndListParam;
import ca.uhn.fhir.rest.param.QuantityParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenAndListParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.clinical.vitals.ReadingKind;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.jspecify.annotations.Nullable;

/// Observations: read, searched, and the last of each code. Always of one patient.
public final class ObservationProvider implements IResourceProvider {

    private static final int MOST_OF_A_CODE = 1000;

    private final PatientsInSight sight;
    private final Observations observations;
    private final Pages pages;

    ObservationProvider(PatientsInSight sight, Observations observations, Pages pages) {
        this.sight = sight;
        this.observations = observations;
        this.pages = pages;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return Observation.class;
    }

    /// One Observation.
    @Read
    public Observation read(HttpServletRequest request, @IdParam IdType id) {
        return ObservationId.parse(id.getIdPart())
                .filter(each -> sight.find(request, each.patientId()).isPresent())
                .flatMap(observations::find)
                .map(Resources::observation)
                .orElseThrow(() -> new ResourceNotFoundException(id));
    }

    /// Newest first, unless sorted otherwise.
    @Search
    public IBundleProvider search(
            HttpServletRequest request,
            @OptionalParam(name = "patient") @Nullable ReferenceParam patient,
            @OptionalParam(name = "subject") @Nullable ReferenceParam subject,
            @OptionalParam(name = "_id") @Nullable TokenOrListParam ids,
            @OptionalParam(name = "code") @Nullable TokenAndListParam codes,
            @OptionalParam(name = "combo-code") @Nullable TokenAndListParam comboCodes,
            @OptionalParam(name = "category") @Nullable TokenAndListParam categories,
            @OptionalParam(name = "status") @Nullable TokenAndListParam statuses,
            @OptionalParam(name = "date") @Nullable DateAndListParam dates,
            @OptionalParam(name = "_lastUpdated") @Nullable DateAndListParam lastUpdated,
            @OptionalParam(
                            name = "component-code-value-quantity",
                            compositeTypes = {TokenParam.class, QuantityParam.class})
                    @Nullable
                    CompositeAndListParam<TokenParam, QuantityParam> components,
            @Sort @Nullable SortSpec sort,
            @Count @Nullable Integer count,
            @IncludeParam(allow = {"Observation:patient", "Observation:subject", "Observation:device"}) @Nullable
                    Set<Include> includes) {
        var readings = ids == null ? Optional.<List<ObservationId>>empty() : Optional.of(ids(ids));
        var whose = whose(patient, subject, readings).flatMap(id -> sight.find(request, id));
        var kinds = Codes.ofCode(codes);
        kinds.retainAll(Codes.ofComboCode(comboCodes));
        kinds.retainAll(Codes.ofCategory(categories));
        var wanted = Codes.components(components);
        if (!wanted.isEmpty()) {
            kinds.retainAll(Set.of(ReadingKind.BLOOD_PRESSURE));
        }
        if (whose.isEmpty() || Codes.matchNothing(wanted)) {
            kinds.clear();
        }
        var zone = whose.map(Patient::zoneId).orElse(ZoneId.of("UTC"));
        var included = names(includes);
        return pages.first(
                request,
                new ObservationQuery(
                        whose.map(Patient::patientId).orElse(new UUID(0, 0)),
                        List.copyOf(kinds),
                        Codes.statuses(statuses),
                        Dates.bounds("date", dates, zone),
                        Dates.bounds("_lastUpdated", lastUpdated, zone),
                        wanted,
                        readings.map(each -> each.stream()
                                        .map(ObservationId::readingId)
                                        .collect(Collectors.toSet()))
                                .orElse(null),
                        isOldestFirst(sort),
                        Math.clamp(count == null ? pages.getDefaultPageSize() : count, 1, Pages.LARGEST_PAGE),
                        included.contains("Observation:patient") || included.contains("Observation:subject"),
                        included.contains("Observation:device")));
    }

    private static Set<String> names(@Nullable Set<Include> includes) {
        return includes == null
                ? Set.of()
                : includes.stream().map(Include::getValue).collect(Collectors.toSet());
    }

    private static List<ObservationId> ids(TokenOrListParam ids) {
        return ids.getValuesAsQueryTokens().stream()
                .flatMap(id -> ObservationId.parse(String.valueOf(id.getValue())).stream())
                .toList();
    }

    private static boolean isOldestFirst(@Nullable SortSpec sort) {
        if (sort == null) {
            return false;
        }
        if (!Objects.equals(sort.getParamName(), "date") || sort.getChain() != null) {
            throw new InvalidRequestException("_sort: date or -date.");
        }
        return sort.getOrder() != SortOrderEnum.DESC;
    }

    /// Whose Observations are meant. Empty when nobody's can match.
    private static Optional<UUID> whose(
            @Nullable ReferenceParam patient, @Nullable ReferenceParam subject, Optional<List<ObservationId>> ids) {
        if (patient == null && subject == null && ids.isEmpty()) {
            throw new InvalidRequestException(
                    "patient or subject: whose Observations? A search is always of one patient.");
        }
        var named = new HashSet<Optional<UUID>>();
        Stream.of(Optional.ofNullable(patient), Optional.ofNullable(subject))
                .flatMap(Optional::stream)
                .map(ObservationProvider::patient)
                .forEach(named::add);
        if (named.isEmpty()) {
            ids.orElse(List.of()).forEach(id -> named.add(Optional.of(id.patientId())));
            if (named.size() > 1) {
                throw new InvalidRequestException("_id: Observations of one patient only.");
            }
        }
        return named.size() == 1 ? named.iterator().next() : Optional.empty();
    }

    /// Empty for a reference to what is no patient of this server's.
    static Optional<UUID> patient(ReferenceParam reference) {
        if (reference.getChain() != null || reference.getMissing() != null) {
            throw new InvalidRequestException("patient: chains and modifiers are not offered.");
        }
        if (reference.getResourceType() != null && !reference.getResourceType().equals("Patient")) {
            return Optional.empty();
        }
        return uuid(reference.getIdPart());
    }

    static Optional<UUID> uuid(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The latest Observations of each code, those in error left out.
    @Operation(name = "$lastn", idempotent = true, bundleType = BundleTypeEnum.SEARCHSET)
    public IBundleProvider lastn(
            HttpServletRequest request,
            @OperationParam(name = "patient") @Nullable ReferenceParam patient,
            @OperationParam(name = "subject") @Nullable ReferenceParam subject,
            @OperationParam(name = "code") @Nullable TokenAndListParam codes,
            @OperationParam(name = "category") @Nullable TokenAndListParam categories,
            @OperationParam(name = "max", typeName = "integer") @Nullable IntegerType max) {
        var whose = whose(patient, subject, Optional.empty())
                .filter(id -> sight.find(request, id).isPresent());
        if (codes == null && categories == null) {
            throw new InvalidRequestException("category or code: which Observations?");
        }
        var each = max == null ? 1 : max.getValue();
        if (each < 1 || each > MOST_OF_A_CODE) {
            throw new InvalidRequestException("max: a whole number from 1 to " + MOST_OF_A_CODE + ".");
        }
        var kinds = Codes.ofCode(codes);
        kinds.retainAll(Codes.ofCategory(categories));
        return Pages.whole(whose.stream()
                .flatMap(id -> Arrays.stream(ReadingKind.values())
                        .filter(kinds::contains)
                        .flatMap(kind -> observations.search(latest(id, kind), null, each).stream()))
                .map(Resources::observation)
                .toList());
    }

    private static ObservationQuery latest(UUID patient, ReadingKind kind) {
        return new ObservationQuery(
                patient, List.of(kind), Set.of("FINAL"), List.of(), List.of(), List.of(), null, false, 1, false, false);
    }
}
