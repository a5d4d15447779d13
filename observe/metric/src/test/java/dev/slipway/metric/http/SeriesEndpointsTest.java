package dev.slipway.metric.http;

import static dev.slipway.metric.http.Served.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SeriesEndpointsTest {
    private final Served served = new Served();

    @BeforeEach
    void write() {
        served.write("a,x=1", 1_000, 1);
        served.write("a,x=2", 1_000, 1);
        served.write("b,y=ä\"\\\n,http.status=200", 1_000, 1);
    }

    @AfterEach
    void close() {
        served.close();
    }

    private String data(String path) throws Exception {
        return served.json(path).path("data").toString();
    }

    private String failure(String path) throws Exception {
        HttpResponse<String> response = served.get(path);
        assertThat(response.statusCode()).isEqualTo(400);
        return response.body();
    }

    @Test
    void listsSeriesThatAnySelectorMatchesOnce() throws Exception {
        String selectors = "match[]=a&match[]=" + encoded("{x=\"2\"}");
        assertThat(data("/api/v1/series?" + selectors.replace("[]", "%5B%5D")))
                .isEqualTo("[{\"__name__\":\"a\",\"x\":\"1\"},{\"__name__\":\"a\",\"x\":\"2\"}]");
        assertThat(served.post("/api/v1/series", "match[]=a").body()).contains("\"x\":\"2\"");
    }

    @Test
    void needsASelectorThatSaysSomething() throws Exception {
        assertThat(failure("/api/v1/series")).contains("no match[] parameter provided");
        assertThat(failure("/api/v1/series?match%5B%5D=" + encoded("{x=~\".*\"}")))
                .contains("must contain at least one non-empty matcher");
        assertThat(failure("/api/v1/series?match%5B%5D=rate(a%5B1m%5D)")).contains("match[]");
    }

    @Test
    void listsSeriesOfTheTimeAskedForOnly() throws Exception {
        assertThat(data("/api/v1/series?match%5B%5D=a&end=1600000000")).isEqualTo("[]");
        assertThat(failure("/api/v1/series?match%5B%5D=a&start=2&end=1"))
                .contains("end timestamp must not be before start time");
    }

    @Test
    void understandsTheTimesOfPrometheusOwnClient() throws Exception {
        assertThat(
                        data(
                                "/api/v1/labels?start=-292273086-05-16T16:47:06Z"
                                        + "&end=292277025-08-18T07:12:54.999999999Z"))
                .contains("\"x\"");
    }

    @Test
    void cutsOffListsWithAWarning() throws Exception {
        assertThat(served.get("/api/v1/labels?limit=2").body())
                .contains(
                        "\"data\":[\"__name__\",\"http.status\"]",
                        "results truncated due to limit");
        assertThat(data("/api/v1/series?match%5B%5D=a&limit=1"))
                .isEqualTo("[{\"__name__\":\"a\",\"x\":\"1\"}]");
    }

    @Test
    void readsEscapedNames() throws Exception {
        assertThat(data("/api/v1/label/U__http_2e_status/values")).isEqualTo("[\"200\"]");
        assertThat(data("/api/v1/label/http.status/values")).isEqualTo("[\"200\"]");
        assertThat(data("/api/v1/label/y/values")).isEqualTo("[\"ä\\\"\\\\\\n\"]");
        assertThat(data("/api/v1/label/none/values")).isEqualTo("[]");
    }

    @Test
    void unescapesNamesAsPrometheusDoes() {
        assertThat(EscapedNames.plain("U__a__b_c3_")).isEqualTo("a_b\u00c3");
        assertThat(EscapedNames.plain("U___1f600_")).isEqualTo("\ud83d\ude00");
        assertThat(EscapedNames.plain("U__bad_zz_")).isEqualTo("U__bad_zz_");
        assertThat(EscapedNames.plain("U__open_2e")).isEqualTo("U__open_2e");
        assertThat(EscapedNames.plain("U__surrogate_d800_")).isEqualTo("U__surrogate_d800_");
        assertThat(EscapedNames.plain("plain")).isEqualTo("plain");
    }
}
