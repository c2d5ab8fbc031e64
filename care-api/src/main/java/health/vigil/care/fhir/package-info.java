/// FHIR R4: patients, devices and their readings as other systems want them. Only reads.
@NullMarked
package health.vigil.care.fhir;

import org.jspecify.annotations.NullMarked;
