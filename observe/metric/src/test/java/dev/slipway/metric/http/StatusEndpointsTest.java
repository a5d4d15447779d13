package dev.slipway.metric.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.slipway.series.MemorySeries;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StatusEndpointsTest {
    private final Served served =
            new Served(
                    new MemorySeries(),
                    builder ->
                            builder.options(
                                    ApiOptions.defaults()
                                            .withCorsOrigins(
                                                    Pattern.compile("http://graf.*\\.localhost"))
                                            .withHome("../console")));

    @AfterEach
    void close() {
        served.close();
    }

    private HttpResponse<String> call(String method, String path) throws Exception {
        return served.send(
                HttpRequest.newBuilder(URI.create(served.url() + path))
                        .method(method, BodyPublishers.noBody()));
    }

    @Test
    void answersProbes() throws Exception {
        assertThat(served.get("/-/healthy").body()).isEqualTo("Prometheus Server is Healthy.\n");
        assertThat(served.get("/-/ready").body()).isEqualTo("Prometheus Server is Ready.\n");
        assertThat(call("HEAD", "/-/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void answersNothingElseUntilItIsReady() throws Exception {
        served.status.ready = false;

        assertThat(served.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(served.get("/-/ready").statusCode()).isEqualTo(503);
        assertThat(served.get("/api/v1/query?query=1").statusCode()).isEqualTo(503);
    }

    @Test
    void showsConfigurationAndProcess() throws Exception {
        assertThat(served.json("/api/v1/status/config").at("/data/yaml").asText())
                .contains("scrape_interval: 15s");
        assertThat(
                        served.json("/api/v1/status/flags")
                                .at("/data/storage.tsdb.retention.time")
                                .asText())
                .isEqualTo("15d");
        assertThat(served.json("/api/v1/status/runtimeinfo").at("/data/startTime").asText())
                .isEqualTo("1970-01-01T00:16:40Z");
        assertThat(served.json("/api/v1/status/walreplay").at("/data/current").asInt()).isZero();
    }

    @Test
    void countsWhatIsStored() throws Exception {
        var data = served.json("/api/v1/status/tsdb?limit=1").path("data");
        assertThat(data.at("/headStats/numSeries").asInt()).isEqualTo(3);
        assertThat(data.path("seriesCountByMetricName").toString())
                .isEqualTo("[{\"name\":\"a\",\"value\":2}]");
        assertThat(data.path("memoryInBytesByLabelName").toString())
                .isEqualTo("[{\"name\":\"x\",\"value\":3}]");
        assertThat(served.get("/api/v1/status/tsdb?limit=0").statusCode()).isEqualTo(400);
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        HttpResponse<String> unknown = served.get("/api/v1/nothing");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("404 page not found\n");
        HttpResponse<String> wrong = call("DELETE", "/api/v1/query");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("allow")).hasValue("GET, POST, OPTIONS");
        assertThat(call("POST", "/api/v1/metadata").statusCode()).isEqualTo(405);
    }

    @Test
    void leadsFromTheRootToItsHome() throws Exception {
        HttpResponse<String> root = served.get("/");
        assertThat(root.statusCode()).isEqualTo(302);
        assertThat(root.headers().firstValue("location")).hasValue("../console");
    }

    @Test
    void tellsBrowsersWhichPagesMayRead() throws Exception {
        HttpResponse<String> allowed =
                served.send(
                        HttpRequest.newBuilder(URI.create(served.url() + "/api/v1/query?query=1"))
                                .header("Origin", "http://grafana.localhost"));
        assertThat(allowed.headers().firstValue("access-control-allow-origin"))
                .hasValue("http://grafana.localhost");
        HttpResponse<String> other =
                served.send(
                        HttpRequest.newBuilder(URI.create(served.url() + "/api/v1/query?query=1"))
                                .header("Origin", "http://other.localhost"));
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
        HttpResponse<String> asked = call("OPTIONS", "/api/v1/query_range");
        assertThat(asked.statusCode()).isEqualTo(204);
    }

    @Test
    void keepsAdministrationOffUnlessSwitchedOn() throws Exception {
        HttpResponse<String> deletion =
                call("POST", "/api/v1/admin/tsdb/delete_series?match[]=a".replace("[]", "%5B%5D"));
        assertThat(deletion.statusCode()).isEqualTo(503);
        assertThat(deletion.body()).contains("\"unavailable\"", "admin APIs disabled");
        HttpResponse<String> reload = call("POST", "/-/reload");
        assertThat(reload.statusCode()).isEqualTo(403);
        assertThat(reload.body()).isEqualTo("Lifecycle API is not enabled.");
    }
}
