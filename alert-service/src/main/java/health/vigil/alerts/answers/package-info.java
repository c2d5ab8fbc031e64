/// Answers to messages that come back by telephone.
@NullMarked
package health.vigil.alerts.answers;

import org.jspecify.annotations.NullMarked;
