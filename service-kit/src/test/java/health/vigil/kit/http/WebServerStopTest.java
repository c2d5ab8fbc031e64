package health.vigil.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerStopTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/open", "/missing", "/exception", "/error"})
    void stopsWithoutComplaintThoughABrowserKeepsItsConnectionOpen(String path) throws Exception {
        server.get(path);

        assertThatCode(server::close).doesNotThrowAnyException();
    }

    @Test
    void answersTheRequestThatIsUnderWay() throws Exception {
        var answer = server.client().sendAsync(server.to("/slow").build(), BodyHandlers.ofString());
        server.slowRequestHasBegun();

        server.close();

        assertThat(answer.get(5, TimeUnit.SECONDS).body()).isEqualTo("done");
    }
}
