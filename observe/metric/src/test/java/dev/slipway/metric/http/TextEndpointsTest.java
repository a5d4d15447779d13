package dev.slipway.metric.http;

import static dev.slipway.metric.http.Served.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TextEndpointsTest {
    private final Served served = new Served();

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void formatsQueries() throws Exception {
        assertThat(
                        served.json("/api/v1/format_query?query=" + encoded("foo/bar"))
                                .path("data")
                                .asText())
                .isEqualTo("foo / bar");
        assertThat(served.post("/api/v1/format_query", "query=sum(").statusCode()).isEqualTo(400);
    }

    @Test
    void parsesQueriesIntoTrees() throws Exception {
        JsonNode tree =
                served.json("/api/v1/parse_query?query=" + encoded("rate(a{x=~\"1\"}[5m]) > 2"))
                        .path("data");
        assertThat(tree.path("type").asText()).isEqualTo("binaryExpr");
        assertThat(tree.path("matching").isNull()).isTrue();
        JsonNode call = tree.path("lhs");
        assertThat(call.at("/func/name").asText()).isEqualTo("rate");
        assertThat(call.at("/args/0/range").asLong()).isEqualTo(300_000);
        assertThat(call.at("/args/0/matchers/0").toString())
                .isEqualTo("{\"name\":\"x\",\"value\":\"1\",\"type\":\"=~\"}");
    }

    @Test
    void saysWhatIsWrongWithAQuery() throws Exception {
        assertThat(served.get("/api/v1/parse_query?query=" + encoded("a b")).body())
                .contains("invalid parameter \\\"query\\\": 1:3: parse error: ");
    }
}
