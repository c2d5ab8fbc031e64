/// Other systems are told of every Observation that they may see, as soon as it is known: FHIR's rest-hook
/// subscriptions.
@NullMarked
package health.vigil.care.subscriptions;

import org.jspecify.annotations.NullMarked;
