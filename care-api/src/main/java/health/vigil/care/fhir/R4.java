package health.vigil.care.fhir;

import ca.uhn.fhir.context.FhirContext;

/// HAPI's view of FHIR R4 for everything that is answered here.
final class R4 {

    static final FhirContext CONTEXT = context();

    private R4() {}

    private static FhirContext context() {
        var context = FhirContext.forR4();
        // No resource here contains another: looking for them in each takes a sixth of an answer's time.
        context.getParserOptions().setAutoContainReferenceTargetsWithNoId(false);
        return context;
    }
}
