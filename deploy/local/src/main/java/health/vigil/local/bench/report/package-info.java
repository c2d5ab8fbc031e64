/// What a benchmark found, as JSON, a Markdown table and plots.
@NullMarked
package health.vigil.local.bench.report;

import org.jspecify.annotations.NullMarked;
