package health.vigil.care.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.api.BundleInclusionRule;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import health.vigil.care.patients.Patients;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.http.Access;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves FHIR R4 under `/fhir`, by HAPI's plain server.
///
/// The routes are open to anyone for [Gate], and decided here: so that who is refused is told so by an
/// OperationOutcome. What a server can do (`metadata`) is no secret; everything else is for nurses and clinicians.
public final class FhirRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(FhirRoutes.class);

    private static final String BASE = "/fhir";
    private static final String WHO = "vigil-who";
    private static final Set<Role> ALLOWED = Set.of(Role.NURSE, Role.LEAD_NURSE, Role.CLINICIAN);

    private final Patients patients;
    private final Jdbi jdbi;
    private @Nullable RestfulServer server;

    public FhirRoutes(Patients patients, Jdbi jdbi) {
        this.patients = patients;
        this.jdbi = jdbi;
    }

    @Override
    public void register(RoutesConfig routes) {
        // Links to further pages go to the base itself.
        routes.get(BASE, this::serve, Access.ANYONE);
        routes.get(BASE + "/<path>", this::serve, Access.ANYONE);
        routes.post(BASE + "/<path>", this::serve, Access.ANYONE);
        routes.put(BASE + "/<path>", this::serve, Access.ANYONE);
        routes.patch(BASE + "/<path>", this::serve, Access.ANYONE);
        routes.delete(BASE + "/<path>", this::serve, Access.ANYONE);
    }

    private void serve(Context ctx) throws ServletException, IOException {
        ctx.req().setAttribute(WHO, Gate.ifSignedIn(ctx).orElse(null));
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
        var made = new RestfulServer(FhirContext.forR4Cached());
        var observations = new Observations(jdbi);
        var included = new Included(patients, jdbi);
        var pages = new Pages(observations, included);
        made.setServerName("Vigil");
        made.setServerAddressStrategy((_, request) -> base(request));
        made.setDefaultResponseEncoding(EncodingEnum.JSON);
        made.setBundleInclusionRule(BundleInclusionRule.BASED_ON_INCLUDES);
        made.setPagingProvider(pages);
        made.setResourceProviders(List.of(
                new ObservationProvider(patients, observations, pages),
                new PatientProvider(patients, included),
                new DeviceProvider(included)));
        made.registerInterceptor(new Guard());
        return made;
    }

    private static String base(HttpServletRequest request) {
        var url = request.getRequestURL();
        return url.substring(0, url.indexOf(BASE, url.indexOf("://") + 3) + BASE.length());
    }

    /// Decides who may do what, and keeps the texts of faults to the log.
    @Interceptor
    public static final class Guard {

        /// Refuses whoever may not see patients.
        @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
        public void decide(ServletRequestDetails details, RestOperationTypeEnum operation) {
            if (operation == RestOperationTypeEnum.METADATA) {
                return;
            }
            var who = Optional.ofNullable((SignedIn) details.getServletRequest().getAttribute(WHO));
            var role = who.orElseThrow(() -> new AuthenticationException("Sign in first."))
                    .role();
            if (!ALLOWED.contains(role)) {
                throw new ForbiddenOperationException("Your role may not do this.");
            }
        }

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
