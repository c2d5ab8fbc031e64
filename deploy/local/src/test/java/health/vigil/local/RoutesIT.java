package health.vigil.local;

import static health.vigil.kit.http.Access.ANYONE;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.kit.access.Role;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.ForPrograms;
import health.vigil.kit.http.WebServer;
import health.vigil.local.EveryRoute.Expected;
import health.vigil.local.RunningVigil.Home;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may use which route, written down and tried. A new route makes this fail until somebody decides about it.
class RoutesIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private static final Map<Person, Optional<TriedSession>> SESSIONS = new EnumMap<>(Person.class);

    enum Person {
        NOBODY(Optional.empty()),
        A_NURSE(Optional.of(Role.NURSE)),
        A_LEAD_NURSE(Optional.of(Role.LEAD_NURSE)),
        A_CLINICIAN(Optional.of(Role.CLINICIAN)),
        AN_ADMINISTRATOR(Optional.of(Role.ADMIN));

        private final Optional<Role> role;

        Person(Optional<Role> role) {
            this.role = role;
        }

        Optional<Role> role() {
            return role;
        }
    }

    private static Home home = RunningVigil.NOBODY;

    @BeforeAll
    static void moveIn() {
        home = VIGIL.moveIn("Rita", "Route");
    }

    @Test
    void everyRouteIsWrittenDownWithThoseWhoMayUseIt() {
        var routes = VIGIL.vigil().routes();

        assertThat(routes.stream()
                        .collect(Collectors.toMap(route -> route.method() + " " + route.path(), route -> roles(route)
                                .filter(Access.class::isInstance)
                                .collect(Collectors.toSet()))))
                .isEqualTo(EveryRoute.ALL.stream().collect(Collectors.toMap(Expected::toString, Expected::access)));
    }

    private static Stream<?> roles(WebServer.Route route) {
        return route.access().stream();
    }

    @Test
    void everyRouteForProgramsIsWrittenDownHereWithTheScopeItTakes() {
        var searching = ForPrograms.searching("Observation").toString();

        assertThat(VIGIL.vigil().routes().stream()
                        .collect(Collectors.toMap(route -> route.method() + " " + route.path(), route -> roles(route)
                                .filter(Predicate.not(Access.class::isInstance))
                                .map(Object::toString)
                                .collect(Collectors.joining())))
                        .entrySet()
                        .stream()
                        .filter(route -> !route.getValue().isEmpty()))
                .containsExactlyInAnyOrder(
                        Map.entry(
                                "GET /api/patients",
                                ForPrograms.searching("Patient").toString()),
                        Map.entry(
                                "GET /api/patients/{patient}",
                                ForPrograms.reading("Patient").toString()),
                        Map.entry("GET /api/patients/{patient}/trend", searching),
                        Map.entry("GET /api/patients/{patient}/trend.csv", searching),
                        Map.entry("GET /api/patients/{patient}/overview", searching),
                        Map.entry(
                                "POST /api/patients/search",
                                ForPrograms.searching("Patient").toString()),
                        Map.entry("GET /api/panel", searching),
                        Map.entry("POST /api/panel/search", searching),
                        Map.entry("GET /api/exports/readings.csv", searching),
                        Map.entry("GET /api/exports/observations.ndjson", searching),
                        Map.entry("GET /fhir", "programs, by their request"),
                        Map.entry("GET /fhir/<path>", "programs, by their request"),
                        Map.entry("POST /fhir/<path>", "programs, by their request"));
    }

    private static Stream<Arguments> routesAndPersons() {
        return EveryRoute.ALL.stream()
                .flatMap(route -> Arrays.stream(Person.values()).map(person -> Arguments.of(route, person)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("routesAndPersons")
    void aRouteLetsInWhomItNamesAndNobodyElse(Expected route, Person person) throws Exception {
        var request = request(route, "application/json");
        var session = session(route, person);
        session.ifPresent(open -> open.allowed(request));

        var status = TriedSession.status(request);

        var refused = person == Person.NOBODY ? 401 : 403;
        assertThat(status).isEqualTo(route.isFor(person.role()) ? answer(route, person) : refused);
    }

    /// Somebody who is signed in already is sent home by the form.
    private static int answer(Expected route, Person person) {
        return route.toString().equals("GET /login") && person != Person.NOBODY ? 302 : route.answer();
    }

    private static Stream<Arguments> changesAndThoseWhoMay() {
        return routesAndPersons().filter(arguments -> {
            var person = (Person) arguments.get()[1];
            var route = (Expected) arguments.get()[0];
            return route.isChange() && person != Person.NOBODY && route.isFor(person.role());
        });
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("changesAndThoseWhoMay")
    void aChangeWithoutTheTokenOfItsSessionIsRefused(Expected route, Person person) throws Exception {
        var request = request(route, "application/json");
        session(route, person).ifPresent(session -> session.signed(request));

        var status = TriedSession.status(request);

        assertThat(status).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("changesAndThoseWhoMay")
    void aChangeFromAPageOfAnotherSiteIsRefused(Expected route, Person person) throws Exception {
        var request = request(route, "application/json").header("Origin", "http://another.site");
        session(route, person).ifPresent(session -> session.allowed(request));

        var status = TriedSession.status(request);

        assertThat(status).isEqualTo(403);
    }

    private static Stream<Expected> pagesForSome() {
        return EveryRoute.ALL.stream()
                .filter(route -> !route.isChange() && !route.access().contains(ANYONE));
    }

    @ParameterizedTest
    @MethodSource("pagesForSome")
    void aBrowserWithoutASessionIsSentToSignIn(Expected route) throws Exception {
        var request = request(route, "text/html,application/xhtml+xml").build();

        var answer = CLIENT.send(request, HttpResponse.BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
    }

    @ParameterizedTest
    @MethodSource("pagesForSome")
    void aCookieThatOpensNoSessionIsNoSession(Expected route) throws Exception {
        var request = new TriedSession("made-up", "").signed(request(route, "application/json"));

        var status = TriedSession.status(request);

        assertThat(status).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("unknownPaths")
    void aRouteThatDoesNotExistIsNotFound(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(VIGIL.http() + path)).GET();

        var status = TriedSession.status(request);

        assertThat(status).isEqualTo(404);
    }

    private static Stream<String> unknownPaths() {
        return Stream.of(
                "/nowhere", "/api", "/api/nowhere", "/assets/", "/assets/vigil.css/more", "/worklist/alerts/more");
    }

    private static HttpRequest.Builder request(Expected route, String accept) {
        return EveryRoute.request(VIGIL.http(), route, accept, home.places());
    }

    /// One for all requests of a person, as signing in takes its time.
    private static Optional<TriedSession> session(Expected route, Person person)
            throws IOException, InterruptedException {
        if (route.changesTheSession()) {
            return open(person);
        }
        var known = SESSIONS.get(person);
        if (known == null) {
            known = open(person);
            SESSIONS.put(person, known);
        }
        return known;
    }

    private static Optional<TriedSession> open(Person person) throws IOException, InterruptedException {
        if (person.role().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(TriedSession.open(
                VIGIL.http(), RunningVigil.username(person.role().get()), RunningVigil.PASSWORD));
    }
}
