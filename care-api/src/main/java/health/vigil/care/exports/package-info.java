/// Readings for other programs, of any number: CSV for tables, NDJSON of FHIR resources for systems.
@NullMarked
package health.vigil.care.exports;

import org.jspecify.annotations.NullMarked;
