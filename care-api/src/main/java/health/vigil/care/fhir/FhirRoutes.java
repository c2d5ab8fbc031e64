package health.vigil.care.fhir;

import ca.uhn.fhir.context.api.BundleInclusionRule;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.kit.access.Scope.Interaction;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.ForPrograms;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves FHIR R4 under `/fhir`, by HAPI's plain server, which is called from a route like any other.
public final class FhirRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(FhirRoutes.class);

    private static final String BASE = "/fhir";

    private final PatientsInSight sight;
    private final Jdbi jdbi;
    private @Nullable RestfulServer server;

    public FhirRoutes(PatientsInSight sight, Jdbi jdbi) {
        this.sight = sight;
        this.jdbi = jdbi;
    }

    @Override
    public void register(RoutesConfig routes) {
        // What a server can do is no secret.
        routes.get(BASE + "/metadata", this::serve, Access.ANYONE);
        // Links to further pages go to the base itself.
        routes.get(BASE, this::serve, Access.NURSE, Access.CLINICIAN, ForPrograms.BY_THEIR_REQUEST);
        routes.get(BASE + "/<path>", this::serve, Access.NURSE, Access.CLINICIAN, ForPrograms.BY_THEIR_REQUEST);
        // A search may come as a form: a name has no place in an address.
        routes.post(BASE + "/<path>", this::serve, Access.NURSE, Access.CLINICIAN, ForPrograms.BY_THEIR_REQUEST);
        routes.put(BASE + "/<path>", this::serve, Access.NURSE, Access.CLINICIAN);
        routes.patch(BASE + "/<path>", this::serve, Access.NURSE, Access.CLINICIAN);
        routes.delete(BASE + "/<path>", this::serve, Access.NURSE, Access.CLINICIAN);
        routes.after(BASE, FhirRoutes::tellInFhir);
        routes.after(BASE + "/*", FhirRoutes::tellInFhir);
    }

    /// What was refused before HAPI saw it is told as an OperationOutcome too.
    private static void tellInFhir(Context ctx) {
        var type = ctx.res().getContentType();
        if (type == null || !type.startsWith("application/problem+json")) {
            return;
        }
        var outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.ERROR)
                .setCode(
                        switch (ctx.statusCode()) {
                            case 401 -> OperationOutcome.IssueType.LOGIN;
                            case 403 -> OperationOutcome.IssueType.FORBIDDEN;
                            case 404 -> OperationOutcome.IssueType.NOTFOUND;
                            default -> OperationOutcome.IssueType.PROCESSING;
                        })
                .setDiagnostics(ctx.status().getMessage());
        ctx.contentType("application/fhir+json")
                .result(R4.CONTEXT.newJsonParser().encodeResourceToString(outcome));
    }

    /// What a program asks for: a link to a further page is a search for Observations.
    private static void narrow(Context ctx) {
        var path = ctx.path().substring(BASE.length()).split("/", -1);
        var type = path.length > 1 && !path[1].isEmpty() ? path[1] : "Observation";
        var isRead = path.length > 2 && !path[2].isEmpty() && !path[2].startsWith("$") && !path[2].startsWith("_");
        Gate.narrow(ctx.req(), type, isRead ? Interaction.READ : Interaction.SEARCH);
    }

    private void serve(Context ctx) throws ServletException, IOException {
        narrow(ctx);
        var response = new WholeResponse(ctx.res());
        server(ctx.req().getServletContext()).service(new UnderBase(ctx.req()), response);
        ctx.result(response.body());
    }

    /// Made when it is first asked for: HAPI looks at hundreds of classes for it.
    private synchronized RestfulServer server(ServletContext context) throws ServletException {
        if (server == null) {
            var made = make();
            made.init(new Config(context));
            server = made;
        }
        return server;
    }

    private RestfulServer make() {
        var made = new RestfulServer(R4.CONTEXT);
        var observations = new Observations(jdbi);
        var included = new Included(sight, jdbi);
        var pages = new Pages(observations, included, sight);
        made.setServerName("Vigil");
        made.setServerAddressStrategy((_, request) -> base(request));
        made.setDefaultResponseEncoding(EncodingEnum.JSON);
        made.setBundleInclusionRule(BundleInclusionRule.BASED_ON_INCLUDES);
        made.setPagingProvider(pages);
        made.setResourceProviders(List.of(
                new ObservationProvider(sight, observations, pages),
                new PatientProvider(sight, included),
                new DeviceProvider(included)));
        made.registerInterceptor(new Answers());
        return made;
    }

    private static String base(HttpServletRequest request) {
        var url = request.getRequestURL();
        return url.substring(0, url.indexOf(BASE, url.indexOf("://") + 3) + BASE.length());
    }

    /// Mends what HAPI answers, and keeps the texts of faults to the log.
    @Interceptor
    public static final class Answers {

        /// HAPI takes the search, which a link holds, for the Bundle's id; it is too long for one.
        @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
        public void identify(IBaseResource answer) {
            if (answer instanceof Bundle bundle) {
                bundle.setId(UUID.randomUUID().toString());
            }
        }

        /// The failure's own text may carry data.
        @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
        public @Nullable BaseServerResponseException hide(Throwable failure) {
            if (failure instanceof BaseServerResponseException known && !(known instanceof InternalErrorException)) {
                return null;
            }
            if (failure instanceof DataFormatException malformed) {
                return new InvalidRequestException(malformed.getMessage());
            }
            LOG.atError().setCause(failure).log("a FHIR request failed");
            return new InternalErrorException("This is a fault of Vigil; its log says more.");
        }
    }

    /// As if the servlet were mounted under [#BASE].
    private static final class UnderBase extends HttpServletRequestWrapper {

        UnderBase(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getServletPath() {
            return BASE;
        }

        /// What is sent is compressed as all answers are, not by HAPI.
        @Override
        public Enumeration<String> getHeaders(String name) {
            return name.equalsIgnoreCase("Accept-Encoding") ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        @Override
        public String getPathInfo() {
            return getRequestURI().substring(BASE.length());
        }
    }

    private record Config(ServletContext context) implements ServletConfig {

        @Override
        public String getServletName() {
            return "fhir";
        }

        @Override
        public ServletContext getServletContext() {
            return context;
        }

        @Override
        public @Nullable String getInitParameter(String name) {
            return null;
        }

        @Override
        public Enumeration<String> getInitParameterNames() {
            return Collections.emptyEnumeration();
        }
    }
}
