import client.ApiClient;
import client.ApiException;
import client.api.DefaultApi;
import client.model.DayPage;
import client.model.RawPage;
import client.model.RawPoint;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/// What somebody writes who has generated a client from Vigil's OpenAPI document: a test compiles and runs it.
public final class Use implements Callable<List<String>> {

    private final DefaultApi api;
    private final UUID patient;

    public Use(String base, String token, UUID patient) {
        var client = new ApiClient();
        client.updateBaseUri(base);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        this.api = new DefaultApi(client);
        this.patient = patient;
    }

    /// All weights, page by page; then the days, the panel, and what is said of a wrong request.
    @Override
    public List<String> call() throws ApiException {
        var lines = new ArrayList<String>();
        var from = OffsetDateTime.parse("2026-10-01T00:00:00Z");
        String after = null;
        do {
            var page = (RawPage) api.trend(patient, "weight", "raw", from, null, 7, after, null).getActualInstance();
            for (RawPoint point : page.getPoints()) {
                lines.add(point.getReadingId() + " " + point.getValue());
            }
            after = page.getNext();
        } while (after != null);
        var days = (DayPage) api.trend(patient, "weight", "day", from, null, null, null, null).getActualInstance();
        lines.add("days " + days.getPoints().size());
        lines.add("found " + api.panel(null, null, null, null, null, null, null, null).getFound());
        lines.add("mean " + api.overview(patient, null, null).getStatistics().get(0).getFigures().getMean());
        try {
            api.trend(patient, "weight", "raw", from, null, 0, null, null);
        } catch (ApiException refused) {
            lines.add("refused " + refused.getCode());
        }
        return lines;
    }
}
