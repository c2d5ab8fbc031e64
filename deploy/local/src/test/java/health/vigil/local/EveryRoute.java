package health.vigil.local;

import static health.vigil.kit.http.Access.ADMIN;
import static health.vigil.kit.http.Access.ANYONE;
import static health.vigil.kit.http.Access.CLINICIAN;
import static health.vigil.kit.http.Access.LEAD_NURSE;
import static health.vigil.kit.http.Access.NURSE;

import health.vigil.alerts.teams.Teams;
import health.vigil.kit.access.Role;
import health.vigil.kit.http.Access;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// The routes of Vigil's services, each with those who may use it.
public final class EveryRoute {

    private static final Pattern OPEN_PLACE = Pattern.compile("\\{(\\w+)}");
    private static final Map<String, String> USUAL =
            Map.of("team", Teams.FIRST.toString(), "name", "vigil.css", "trail", "care");

    private static final Set<Access> ALL_ROLES = Set.of(NURSE, CLINICIAN, ADMIN);
    private static final Set<Access> CARING = Set.of(NURSE, CLINICIAN);
    private static final Set<Access> NURSES = Set.of(NURSE);
    private static final Set<Access> LEADING = Set.of(LEAD_NURSE, ADMIN);
    private static final Set<Access> SEEING_TEAMS = Set.of(NURSE, ADMIN);

    private static final String PATIENT_BODY = "{'familyName':'Route','givenName':'Rita','zone':'Europe/Berlin'}";
    private static final String FROM =
            "{'patientId':'PATIENT','from':'1990-01-0%sT00:00:00Z','until':'1990-01-0%sT12:00:00Z'}";

    /// A route, who may use it, and a request that those get answered with that status.
    ///
    /// @param body in JSON with single quotes, or a form; empty for none
    public record Expected(String method, String route, Set<Access> access, String query, String body, int answer) {

        @Override
        public String toString() {
            return method + " " + route;
        }

        /// A lead nurse is a nurse too.
        private static Set<Access> rights(Role role) {
            return role == Role.LEAD_NURSE ? Set.of(NURSE, LEAD_NURSE) : Set.of(Access.valueOf(role.name()));
        }

        public boolean changesTheSession() {
            return route.equals("/login") || route.equals("/logout") || route.equals("/api/session");
        }

        public boolean isChange() {
            return !method.equals("GET");
        }

        /// Whether a person may use it.
        ///
        /// @param role of the person; empty for somebody who is not signed in
        public boolean isFor(Optional<Role> role) {
            return access.contains(ANYONE)
                    || role.map(each -> !Collections.disjoint(access, rights(each)))
                            .orElse(false);
        }
    }

    /// All there are.
    public static final List<Expected> ALL = List.of(
            get("/assets/{name}", Set.of(ANYONE), 200),
            get("/health/live", Set.of(ANYONE), 200),
            get("/health/ready", Set.of(ANYONE), 200),
            get("/metrics", Set.of(ANYONE), 200),
            get("/", Set.of(ANYONE), 302),
            get("/login", Set.of(ANYONE), 200),
            change(
                    "POST",
                    "/login",
                    Set.of(ANYONE),
                    "username=nurse-of-tests&password=" + RunningVigil.PASSWORD.replace(' ', '+'),
                    302),
            change("POST", "/login/code", Set.of(ANYONE), "code=000000", 302),
            get("/account", ALL_ROLES, 200),
            change("POST", "/account/password", ALL_ROLES, "password=wrong&next=wrong", 400),
            change("POST", "/account/second-factor", ALL_ROLES, "", 200),
            change("POST", "/account/second-factor/confirmation", ALL_ROLES, "code=000000", 400),
            change("POST", "/account/second-factor/removal", ALL_ROLES, "", 403),
            change("POST", "/account/sessions/{session}/end", ALL_ROLES, "", 404),
            get("/api/sessions", ALL_ROLES, 200),
            change("DELETE", "/api/sessions/{session}", ALL_ROLES, "", 404),
            change("POST", "/administration/accounts/{account}/closing", Set.of(ADMIN), "", 404),
            change("POST", "/administration/accounts/{account}/sessions", Set.of(ADMIN), "", 404),
            change("POST", "/administration/accounts/{account}/second-factor", Set.of(ADMIN), "", 404),
            change("POST", "/logout", ALL_ROLES, "", 302),
            change(
                    "POST",
                    "/api/session",
                    Set.of(ANYONE),
                    "{'username':'nurse-of-tests','password':'" + RunningVigil.PASSWORD + "'}",
                    201),
            get("/patients", CARING, 200),
            get("/api/panel", CARING, 200),
            get("/patients/{patient}", CARING, 200),
            get("/device-days", CARING, 200),
            get("/device-days/exports", CARING, 200),
            change("POST", "/device-days/exports", CARING, "team=", 302),
            get("/api/device-days", CARING, 200),
            get("/patients/{patient}/device-days", CARING, 200),
            get("/api/patients/{patient}/device-days", CARING, 200),
            change("PUT", "/api/patients/{patient}/monitoring", CARING, "{'firstDay':'2026-01-01'}", 200),
            change("POST", "/api/patients/{patient}/time", CARING, "{'minutes':1,'activity':'called'}", 201),
            change("POST", "/api/patients/{patient}/time/{entry}/withdrawal", CARING, "{'reason':'wrong'}", 404),
            change("POST", "/patients/{patient}/device-days/monitoring", CARING, "firstDay=2026-01-01", 302),
            change("POST", "/patients/{patient}/device-days/time", CARING, "minutes=1&activity=called", 302),
            change("POST", "/patients/{patient}/device-days/time/{entry}/withdrawal", CARING, "reason=wrong", 404),
            get("/api/billing/exports", CARING, 200),
            change("POST", "/api/billing/exports", CARING, "{}", 204),
            get("/api/billing/exports/{export}/statements.csv", CARING, 404),
            get("/api/billing/exports/{export}/evidence.csv", CARING, 404),
            get("/patients/{patient}/overview", CARING, 200),
            get("/patients/{patient}/days", CARING, 200),
            get("/patients/{patient}/report", CARING, 200),
            get("/api/patients/{patient}/overview", CARING, 200),
            get("/api/patients/{patient}/happenings", CARING, 200),
            new Expected("GET", "/api/exports/readings.csv", CARING, "?patient={patient}", "", 200),
            new Expected("GET", "/api/exports/observations.ndjson", CARING, "?patient={patient}", "", 200),
            get("/api/openapi.json", Set.of(ANYONE), 200),
            get("/fhir/metadata", Set.of(ANYONE), 200),
            new Expected("GET", "/fhir", CARING, "?_getpages=none&_pageId=none", "", 410),
            new Expected("GET", "/fhir/<path>", CARING, "?patient={patient}", "", 200),
            change("POST", "/fhir/<path>", CARING, "{'resourceType':'Observation'}", 400),
            change("PUT", "/fhir/<path>", CARING, "{'resourceType':'Observation'}", 400),
            change("PATCH", "/fhir/<path>", CARING, "[]", 400),
            change("DELETE", "/fhir/<path>", CARING, "", 400),
            get("/api/patients", ALL_ROLES, 200),
            change("POST", "/api/patients", Set.of(ADMIN), PATIENT_BODY, 201),
            change("PUT", "/api/patients/{patient}", Set.of(ADMIN), PATIENT_BODY, 200),
            get("/api/patients/{patient}", ALL_ROLES, 200),
            new Expected("GET", "/api/patients/{patient}/trend", CARING, "?metric=glucose", "", 200),
            new Expected("GET", "/api/patients/{patient}/trend.csv", CARING, "?metric=glucose", "", 200),
            get("/api/tokens", Set.of(ADMIN), 200),
            change("POST", "/api/tokens", Set.of(ADMIN), "{'label':'a'}", 400),
            change("DELETE", "/api/tokens/{token}", Set.of(ADMIN), "", 404),
            get("/administration/tokens", Set.of(ADMIN), 200),
            change("POST", "/administration/tokens", Set.of(ADMIN), "label=a", 400),
            change("POST", "/administration/tokens/{token}/revocation", Set.of(ADMIN), "", 404),
            get("/api/subscriptions", Set.of(ADMIN), 200),
            change("POST", "/api/subscriptions", Set.of(ADMIN), "{'label':'a'}", 400),
            change("POST", "/api/subscriptions/{subscription}/stop", Set.of(ADMIN), "", 404),
            change("POST", "/api/subscriptions/{subscription}/start", Set.of(ADMIN), "", 404),
            change(
                    "POST",
                    "/api/subscriptions/{subscription}/replay",
                    Set.of(ADMIN),
                    "{'since':'2026-01-01T00:00:00Z'}",
                    404),
            change("PUT", "/api/subscriptions/{subscription}/token", Set.of(ADMIN), "{}", 400),
            get("/administration/subscriptions", Set.of(ADMIN), 200),
            change("POST", "/administration/subscriptions", Set.of(ADMIN), "label=a", 400),
            change("POST", "/administration/subscriptions/{subscription}", Set.of(ADMIN), "change=stop", 404),
            get("/api/devices", Set.of(ADMIN), 200),
            change("PUT", "/api/devices/{device}", Set.of(ADMIN), "{'label':'cuff'}", 200),
            change("POST", "/api/provisioning", Set.of(ANYONE), "{'code':'0000-0000-0000'}", 403),
            change("POST", "/api/devices/list", Set.of(ADMIN), "label\ncuff of a list", 201),
            change("POST", "/api/devices/{device}/code", SEEING_TEAMS, "", 201),
            change("DELETE", "/api/devices/{device}/secret", SEEING_TEAMS, "", 204),
            get("/patients/{patient}/erasure", Set.of(ADMIN), 200),
            change("POST", "/patients/{patient}/erasure", Set.of(ADMIN), "name=nobody&reason=none", 400),
            change("POST", "/api/patients/{patient}/erasure", Set.of(ADMIN), "{'name':'nobody','reason':'none'}", 400),
            get("/devices", ALL_ROLES, 200),
            change("POST", "/patients", CARING, "q=No", 200),
            change("POST", "/api/panel/search", CARING, "q=No", 200),
            change("POST", "/api/patients/search", ALL_ROLES, "q=No", 200),
            get("/devices/{device}", ALL_ROLES, 200),
            change("POST", "/devices/{device}/patients", SEEING_TEAMS, "q=No", 200),
            change("POST", "/devices/{device}/handover", SEEING_TEAMS, "from=", 400),
            change("POST", "/devices/{device}/code", SEEING_TEAMS, "", 200),
            change("POST", "/devices/{device}/revoke", SEEING_TEAMS, "", 200),
            change("POST", "/devices/{device}/requests", CARING, "measure=glucose&lasting=PT1H", 200),
            change("POST", "/devices/{device}/requests/{request}/withdrawal", CARING, "", 404),
            get("/api/devices/{device}/requests", CARING, 200),
            change("POST", "/api/devices/{device}/requests", CARING, "{'measure':'weight','lasting':'PT1H'}", 201),
            change("DELETE", "/api/devices/{device}/requests/{request}", CARING, "", 404),
            get("/api/devices/{device}/readings", Set.of(ADMIN), 200),
            get("/api/devices/{device}/assignments", Set.of(ADMIN), 200),
            change("POST", "/api/devices/{device}/assignments", Set.of(ADMIN), FROM.formatted(1, 1), 201),
            change("PUT", "/api/devices/{device}/assignments/{assignment}", Set.of(ADMIN), FROM.formatted(2, 2), 200),
            change("DELETE", "/api/devices/{device}/assignments/{assignment}", Set.of(ADMIN), "", 404),
            get("/administration", Set.of(ADMIN), 200),
            change(
                    "POST",
                    "/administration/accounts",
                    Set.of(ADMIN),
                    "username=routes&displayName=Routes&role=NURSE&password=long+enough+to+be+one",
                    200),
            change(
                    "POST",
                    "/administration/homes",
                    Set.of(ADMIN),
                    "familyName=Route&givenName=Rita&zone=Europe%2FBerlin&label=cuff",
                    200),
            get("/patients/{patient}/plan", CARING, 200),
            change("POST", "/patients/{patient}/plan", Set.of(CLINICIAN), "reason=none", 400),
            get("/api/patients/{patient}/plan", CARING, 200),
            change("POST", "/api/patients/{patient}/plan", Set.of(CLINICIAN), "{'basedOn':1}", 400),
            get("/api/plan-templates", CARING, 200),
            get("/api/plan-schema", CARING, 200),
            change("POST", "/patients/{patient}/plan/preview", Set.of(CLINICIAN), "reason=none", 400),
            change("POST", "/plan-previews", Set.of(CLINICIAN), "reason=none", 400),
            get("/plan-previews/{preview}", Set.of(CLINICIAN), 404),
            change("DELETE", "/plan-previews/{preview}", Set.of(CLINICIAN), "", 404),
            change("POST", "/api/plan-previews", Set.of(CLINICIAN), "{'document':{}}", 400),
            get("/api/plan-previews/{preview}", Set.of(CLINICIAN), 404),
            change("DELETE", "/api/plan-previews/{preview}", Set.of(CLINICIAN), "", 404),
            change(
                    "PUT",
                    "/api/patients/{patient}/readings/{reading}/mark",
                    CARING,
                    "{'verdict':'CONFIRMED','reason':'hers'}",
                    404),
            change("DELETE", "/api/patients/{patient}/readings/{reading}/mark", CARING, "", 404),
            change("POST", "/patients/{patient}/readings/{reading}/mark", CARING, "verdict=CONFIRMED&reason=hers", 404),
            get("/administration/ledger", Set.of(ADMIN), 200),
            get("/api/ledger", Set.of(ADMIN), 200),
            get("/api/ledger/devices", Set.of(ADMIN), 200),
            get("/api/ledger/devices/{device}", Set.of(ADMIN), 200),
            get("/api/ledger/patients", Set.of(ADMIN), 200),
            get("/api/ledger/patients/{patient}", Set.of(ADMIN), 200),
            get("/break-glass", CARING, 200),
            change("POST", "/break-glass", CARING, "givenName=No&familyName=Body&reason=an+emergency", 404),
            get("/break-glass/review", LEADING, 200),
            change("POST", "/break-glass/{break}/review", LEADING, "review=right", 404),
            change(
                    "POST",
                    "/api/break-glass",
                    CARING,
                    "{'givenName':'No','familyName':'Body','reason':'an emergency'}",
                    404),
            get("/api/break-glass", LEADING, 200),
            change("POST", "/api/break-glass/{break}/review", LEADING, "{'review':'right'}", 404),
            get("/administration/audit", Set.of(ADMIN), 200),
            get("/api/audit", Set.of(ADMIN), 200),
            get("/api/audit/{trail}/entries.ndjson", Set.of(ADMIN), 200),
            get("/patients/{patient}/looks", ALL_ROLES, 200),
            get("/api/patients/{patient}/everything.zip", ALL_ROLES, 200),
            get("/api/rejected", Set.of(ADMIN), 200),
            get("/api/rejected/{item}", Set.of(ADMIN), 404),
            get("/api/rejected/{item}/original", Set.of(ADMIN), 404),
            change("POST", "/api/rejected/{item}/replay", Set.of(ADMIN), "{'unit':'kg'}", 404),
            change("POST", "/api/rejected/{item}/dismiss", Set.of(ADMIN), "{'reason':'none'}", 404),
            change("POST", "/api/rejected/{item}/reopen", Set.of(ADMIN), "", 404),
            bulk("/api/rejected/replay", "{'unit':'kg'}"),
            bulk("/api/rejected/dismiss", "{'reason':'none'}"),
            get("/api/held", Set.of(ADMIN), 200),
            get("/api/held/{item}", Set.of(ADMIN), 404),
            get("/api/held/{item}/original", Set.of(ADMIN), 404),
            change("POST", "/api/held/{item}/replay", Set.of(ADMIN), "{'unit':'kg'}", 404),
            change("POST", "/api/held/{item}/dismiss", Set.of(ADMIN), "{'reason':'none'}", 404),
            change("POST", "/api/held/{item}/reopen", Set.of(ADMIN), "", 404),
            bulk("/api/held/replay", "{'unit':'kg'}"),
            bulk("/api/held/dismiss", "{'reason':'none'}"),
            get("/administration/rejected", Set.of(ADMIN), 200),
            get("/administration/rejected/{item}", Set.of(ADMIN), 404),
            change("POST", "/administration/rejected/{item}/original", Set.of(ADMIN), "a=b", 404),
            change("POST", "/administration/rejected/{item}/replay", Set.of(ADMIN), "unit=kg", 404),
            change("POST", "/administration/rejected/{item}/dismiss", Set.of(ADMIN), "why=none", 404),
            change("POST", "/administration/rejected/{item}/reopen", Set.of(ADMIN), "a=b", 404),
            change("POST", "/administration/rejected/replay", Set.of(ADMIN), "unit=none", 400),
            change("POST", "/administration/rejected/dismiss", Set.of(ADMIN), "why=", 400),
            get("/administration/held", Set.of(ADMIN), 200),
            get("/administration/held/{item}", Set.of(ADMIN), 404),
            change("POST", "/administration/held/{item}/original", Set.of(ADMIN), "a=b", 404),
            change("POST", "/administration/held/{item}/replay", Set.of(ADMIN), "unit=kg", 404),
            change("POST", "/administration/held/{item}/dismiss", Set.of(ADMIN), "why=none", 404),
            change("POST", "/administration/held/{item}/reopen", Set.of(ADMIN), "a=b", 404),
            change("POST", "/administration/held/replay", Set.of(ADMIN), "unit=none", 400),
            change("POST", "/administration/held/dismiss", Set.of(ADMIN), "why=", 400),
            get("/alerts/{alert}", CARING, 404),
            change("POST", "/worklist/incidents/acknowledge", NURSES, "note=none", 200),
            get("/api/alerts/{alert}/explanation", CARING, 404),
            get("/worklist", NURSES, 200),
            get("/worklist/alerts", NURSES, 200),
            // The page shows the list as it is, whatever became of the attempt.
            change("POST", "/worklist/{alert}/acknowledge", NURSES, "note=none", 200),
            change("POST", "/worklist/{alert}/note", NURSES, "note=none", 200),
            change("POST", "/worklist/{alert}/snooze", NURSES, "note=later&minutes=30", 200),
            change("POST", "/worklist/{alert}/ask-for-repeat", NURSES, "note=none", 200),
            change("POST", "/worklist/{alert}/resolve", NURSES, "outcome=called", 200),
            change("POST", "/worklist/{alert}/hand-over", NURSES, "note=none", 200),
            change("POST", "/worklist/{alert}/take-over", NURSES, "note=none", 200),
            change("POST", "/worklist/{alert}/undo", NURSES, "note=none", 200),
            change("POST", "/worklist/{alert}/pass-on", NURSES, "note=please", 200),
            change("POST", "/worklist/{alert}/look", NURSES, "a=b", 204),
            get("/hand-over", NURSES, 200),
            get("/hand-over/alerts", NURSES, 200),
            get("/api/alerts", CARING, 200),
            get("/api/alerts/feed", NURSES, 200),
            get("/api/alerts/events", CARING, 200),
            get("/api/alerts/{alert}", CARING, 404),
            get("/api/alerts/{alert}/steps", CARING, 404),
            change("POST", "/api/alerts/{alert}/acknowledge", NURSES, "{'note':'none'}", 404),
            change("POST", "/api/alerts/{alert}/note", NURSES, "{'note':'none'}", 404),
            change("POST", "/api/alerts/{alert}/snooze", NURSES, "{'note':'later','minutes':30}", 404),
            change("POST", "/api/alerts/{alert}/ask-for-repeat", NURSES, "{'note':'none'}", 404),
            change("POST", "/api/alerts/{alert}/resolve", NURSES, "{'outcome':'called'}", 404),
            change("POST", "/api/alerts/{alert}/hand-over", NURSES, "{'note':'none'}", 404),
            change("POST", "/api/alerts/{alert}/take-over", NURSES, "{'note':'none'}", 404),
            change("POST", "/api/alerts/{alert}/undo", NURSES, "{'note':'none'}", 404),
            change("POST", "/api/alerts/{alert}/pass-on", NURSES, "{'note':'please'}", 404),
            get("/questions", Set.of(CLINICIAN), 200),
            change("POST", "/questions/{question}/answer", Set.of(CLINICIAN), "answer=yes", 302),
            get("/api/questions", Set.of(CLINICIAN), 200),
            change("POST", "/api/questions/{question}/answer", Set.of(CLINICIAN), "{'answer':'yes'}", 409),
            get("/reach", ALL_ROLES, 200),
            change("POST", "/reach", ALL_ROLES, "channel=none", 400),
            change("POST", "/reach/{contact}/removal", ALL_ROLES, "a=b", 302),
            change("POST", "/reach/{contact}/test", ALL_ROLES, "a=b", 404),
            get("/api/contacts", ALL_ROLES, 200),
            change("POST", "/api/contacts", ALL_ROLES, "{'channel':'none','address':''}", 400),
            change("DELETE", "/api/contacts/{contact}", ALL_ROLES, "", 404),
            change("POST", "/api/contacts/{contact}/test", ALL_ROLES, "", 404),
            get("/push-worker.js", Set.of(ANYONE), 200),
            get("/burden", SEEING_TEAMS, 200),
            get("/api/burden", SEEING_TEAMS, 200),
            // Signed by the provider, or refused.
            change("POST", "/api/telephone/sms", Set.of(ANYONE), "Body=ACK+123456", 403),
            change("POST", "/api/telephone/key/{message}", Set.of(ANYONE), "Digits=1", 403),
            get("/teams", SEEING_TEAMS, 200),
            change("POST", "/teams", LEADING, "name=Routes", 302),
            get("/teams/{team}", SEEING_TEAMS, 200),
            change("POST", "/teams/{team}/patients", LEADING, "panel=", 302),
            change("POST", "/teams/{team}/name", LEADING, "version=0", 400),
            change("POST", "/teams/{team}/people", LEADING, "version=0", 409),
            change("POST", "/teams/{team}/quiet-hours", LEADING, "version=0", 400),
            change("POST", "/teams/{team}/path", LEADING, "version=0", 400),
            change("POST", "/teams/{team}/panel", LEADING, "version=0", 400),
            change("POST", "/teams/{team}/panel-removal", LEADING, "version=0", 409),
            change("POST", "/teams/{team}/rota", LEADING, "version=0", 400),
            change("POST", "/teams/{team}/rota-removal", LEADING, "version=0", 409),
            change("POST", "/teams/{team}/shift", LEADING, "version=0", 400),
            change("POST", "/teams/{team}/shift-removal", LEADING, "version=0", 400),
            change("POST", "/teams/{team}/substitution", LEADING, "version=0", 400),
            change("POST", "/teams/{team}/substitution-removal", LEADING, "version=0", 400),
            change("POST", "/teams/{team}/swap", LEADING, "version=0", 400),
            get("/api/teams", SEEING_TEAMS, 200),
            get("/api/teams/{team}", SEEING_TEAMS, 200),
            change("PUT", "/api/teams/{team}", LEADING, "{'basedOn':0}", 400),
            get("/api/teams/{team}/reached", SEEING_TEAMS, 200),
            get("/api/teams/{team}/gaps", SEEING_TEAMS, 200),
            change("PUT", "/api/teams/{team}/patients/{patient}", LEADING, "", 204));

    private EveryRoute() {}

    private static Expected get(String route, Set<Access> access, int answer) {
        return new Expected("GET", route, access, "", "", answer);
    }

    /// A decision about all that match, of which there are none.
    private static Expected bulk(String route, String body) {
        return new Expected("POST", route, Set.of(ADMIN), "?reason=none-such", body, 200);
    }

    private static Expected change(String method, String route, Set<Access> access, String body, int answer) {
        return new Expected(method, route, access, "", body, answer);
    }

    /// A request that those are answered who may use the route.
    ///
    /// @param places what stands in the open places of the path, by their names; in others stands an id of nothing
    public static HttpRequest.Builder request(String vigil, Expected route, String accept, Map<String, String> places) {
        var path = OPEN_PLACE
                .matcher((route.route() + route.query()).replace("<path>", "Observation"))
                .replaceAll(place -> places.getOrDefault(
                        place.group(1),
                        USUAL.getOrDefault(place.group(1), UUID.randomUUID().toString())));
        var body = route.body()
                .replace("PATIENT", places.getOrDefault("patient", ""))
                .replace('\'', '"');
        return HttpRequest.newBuilder(URI.create(vigil + path))
                .header("Accept", accept)
                .header("Content-Type", body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded")
                .method(route.method(), HttpRequest.BodyPublishers.ofString(body));
    }
}
