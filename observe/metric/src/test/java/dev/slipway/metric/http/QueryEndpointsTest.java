package dev.slipway.metric.http;

import static dev.slipway.metric.http.Served.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Span;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class QueryEndpointsTest {
    private final Served served = new Served();

    @AfterEach
    void close() {
        served.close();
    }

    private String query(String rest) throws Exception {
        return served.get("/api/v1/query?" + rest).body();
    }

    private String failure(String path, int status) throws Exception {
        HttpResponse<String> response = served.get(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        return response.body();
    }

    @Test
    void answersAVector() throws Exception {
        served.write("up,job=a", 15_000, 1, 1.5);

        assertThat(query("query=up"))
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},"
                                + "\"value\":[1700000000,\"1.5\"]}]}}");
    }

    @Test
    void answersScalarsAndStringsAtAnyTime() throws Exception {
        assertThat(query("query=1%2B1&time=4"))
                .contains("\"resultType\":\"scalar\",\"result\":[4,\"2\"]");
        assertThat(query("query=" + encoded("\"a\\nb\"") + "&time=4.5"))
                .contains("\"resultType\":\"string\",\"result\":[4.500,\"a\\nb\"]");
    }

    @Test
    void answersARange() throws Exception {
        served.write("m", 30_000, 1, Double.POSITIVE_INFINITY, Double.NaN);

        assertThat(
                        served.post(
                                        "/api/v1/query_range",
                                        "query=m&start=1699999940&end=1700000000&step=30s")
                                .body())
                .contains(
                        "\"resultType\":\"matrix\"",
                        "\"values\":[[1699999940,\"1\"],[1699999970,\"+Inf\"],[1700000000,\"NaN\"]]");
    }

    @Test
    void answersTheSamplesOfARangeVector() throws Exception {
        served.write("m", 1_500, 1, 2);

        assertThat(query("query=" + encoded("m[1m]")))
                .contains("\"values\":[[1699999998.500,\"1\"],[1700000000,\"2\"]]");
    }

    @Test
    void answersNativeHistograms() throws Exception {
        served.write(
                "h",
                new FloatHistogram(
                        0,
                        ResetHint.GAUGE,
                        0.5,
                        2,
                        7,
                        3.25,
                        List.of(new Span(0, 2)),
                        new double[] {1, 0},
                        List.of(new Span(1, 1)),
                        new double[] {4},
                        new double[0]));

        JsonNode first = served.json("/api/v1/query?query=h").at("/data/result/0/histogram");
        assertThat(first.toString())
                .isEqualTo(
                        "[1700000000,{\"count\":\"7\",\"sum\":\"3.25\",\"buckets\":["
                                + "[1,\"-2\",\"-1\",\"4\"],"
                                + "[3,\"-0.5\",\"0.5\",\"2\"],"
                                + "[0,\"0.5\",\"1\",\"1\"]]}]");
    }

    @Test
    void readsTheFormBeforeTheAddress() throws Exception {
        assertThat(served.post("/api/v1/query?query=1&time=7", "query=2").body())
                .contains("[7,\"2\"]");
    }

    @Test
    void readsTimesAsPrometheusDoes() throws Exception {
        assertThat(query("query=time()&time=2015-07-01T20:10:51.781Z")).contains("1435781451.781");
        assertThat(query("query=time()&time=2015-07-01T20:10:51%2B02:00")).contains("1435774251");
        assertThat(query("query=time()&time=1.4e9")).contains("[1400000000,\"1400000000\"]");
        assertThat(query("query=time()&time=-1.5")).contains("[-1.500,\"-1.5\"]");
        assertThat(failure("/api/v1/query?query=1&time=noon", 400))
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":"
                                + "\"invalid parameter \\\"time\\\": cannot parse \\\"noon\\\" to a"
                                + " valid timestamp\"}");
    }

    @Test
    void saysWhereAQueryIsWrong() throws Exception {
        assertThat(failure("/api/v1/query?query=" + encoded("sum(\nup"), 400))
                .contains(
                        "\"errorType\":\"bad_data\"",
                        "invalid parameter \\\"query\\\": 2:3: parse error: ");
    }

    @Test
    void refusesRangesThatCannotBe() throws Exception {
        String range = "/api/v1/query_range?query=1";
        assertThat(failure(range + "&start=2&end=1&step=1", 400))
                .contains("end timestamp must not be before start time");
        assertThat(failure(range + "&start=1&end=2&step=0", 400))
                .contains("zero or negative query resolution step widths are not accepted");
        assertThat(failure(range + "&start=1&end=2&step=x", 400))
                .contains("cannot parse \\\"x\\\" to a valid duration");
        assertThat(failure(range + "&start=0&end=11001&step=1", 400))
                .contains("exceeded maximum resolution of 11,000 points per timeseries");
        assertThat(served.get(range + "&start=0&end=11000&step=1").statusCode()).isEqualTo(200);
    }

    @Test
    void answersExecutionFailuresWith422() throws Exception {
        served.write("a,x=1", 1_000, 1);
        served.write("a,x=2", 1_000, 1);

        assertThat(failure("/api/v1/query?query=" + encoded("a * on() a"), 422))
                .contains("\"errorType\":\"execution\"", "many-to-many");
    }

    @Test
    void endsQueriesAtTheirTimeout() throws Exception {
        served.write("a", 1_000, 1);

        assertThat(failure("/api/v1/query?timeout=0&query=a", 503))
                .contains("\"errorType\":\"timeout\"");
    }

    @Test
    void looksBackAsFarAsIsAsked() throws Exception {
        served.write("a", 1_000, 1);

        assertThat(query("query=a&time=1700000400")).contains("\"result\":[]");
        assertThat(query("query=a&time=1700000400&lookback_delta=10m")).contains("\"1\"");
    }

    @Test
    void limitsAnswersWithAWarning() throws Exception {
        served.write("a,x=1", 1_000, 1);
        served.write("a,x=2", 1_000, 1);

        JsonNode answer = served.json("/api/v1/query?query=a&limit=1");
        assertThat(answer.at("/data/result")).hasSize(1);
        assertThat(answer.at("/warnings/0").asText()).isEqualTo("results truncated due to limit");
        assertThat(served.json("/api/v1/query?query=a&limit=2").has("warnings")).isFalse();
        assertThat(failure("/api/v1/query?query=a&limit=-1", 400)).contains("limit");
    }

    @Test
    void addsAnnotationsAndStatistics() throws Exception {
        served.write("a", 10_000, 1, 2);

        JsonNode answer = served.json("/api/v1/query?stats=all&query=" + encoded("rate(a[1m])"));
        assertThat(answer.at("/infos/0").asText()).contains("metric might not be a counter");
        assertThat(answer.at("/data/stats/samples/totalQueryableSamples").asInt()).isEqualTo(2);
        assertThat(answer.at("/data/stats/samples/totalQueryableSamplesPerStep/0/1").asInt())
                .isEqualTo(2);
        assertThat(answer.at("/data/stats/timings/execTotalTime").isNumber()).isTrue();
    }

    @Test
    void streamsLargeAnswersWhole() throws Exception {
        for (int i = 0; i < 300; i++) {
            served.write("big,series=" + i, 1_000, i);
        }

        JsonNode answer =
                served.json(
                        "/api/v1/query_range?query=big&start=1699999900&end=1700000000&step=0.1");
        assertThat(answer.at("/data/result")).hasSize(300);
        assertThat(answer.at("/data/result/299/values").size()).isEqualTo(1);
        answer =
                served.json(
                        "/api/v1/query_range?query=big&start=1700000000&end=1700000099.9&step=0.1");
        assertThat(answer.at("/data/result/299/values")).hasSize(1_000);
    }
}
