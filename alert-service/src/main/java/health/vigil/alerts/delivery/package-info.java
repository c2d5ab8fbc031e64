/// Gets word to people by e-mail, SMS, voice, webhook and push: durable jobs, each attempt on record.
@NullMarked
package health.vigil.alerts.delivery;

import org.jspecify.annotations.NullMarked;
