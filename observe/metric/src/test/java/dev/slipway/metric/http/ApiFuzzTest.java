package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever is asked gets an answer, and never one that blames the server. Control characters are
/// left out of addresses: the HTTP library answers those itself.
final class ApiFuzzTest {
    private static final List<String> PATHS =
            List.of(
                    "query",
                    "query_range",
                    "series",
                    "labels",
                    "query_exemplars",
                    "format_query",
                    "parse_query",
                    "rules",
                    "metadata",
                    "targets/metadata",
                    "status/tsdb",
                    "label/U__a_2e_b/values",
                    "targets");
    private static final List<String> NAMES =
            List.of(
                    "query",
                    "time",
                    "start",
                    "end",
                    "step",
                    "match[]",
                    "limit",
                    "timeout",
                    "stats",
                    "lookback_delta",
                    "type",
                    "group_limit",
                    "group_next_token",
                    "match_target",
                    "exclude_alerts",
                    "limit_per_metric");
    private static final List<String> VALUES =
            List.of(
                    "up",
                    "sum by (x) (rate(a{x=~\"1|2\"}[5m] offset 1m))",
                    "1700000000",
                    "1e9",
                    "-1",
                    "NaN",
                    "9e999",
                    "2023-11-14T22:13:20.5+01:00",
                    "1h30m",
                    "0",
                    "15",
                    "true",
                    "all",
                    "{__name__=~\".+\"}",
                    "a[1m:10s]",
                    "\"\\xff\"",
                    "1e400",
                    "");

    private final Random random = new Random(20_261_124);
    private final Served served = new Served();

    @AfterEach
    void close() {
        served.close();
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String parameters() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(text.isEmpty() ? "" : "&").append(Served.encoded(any(NAMES)));
            text.append('=').append(Served.encoded(mutated(any(VALUES))));
        }
        return text.toString();
    }

    private String mutated(String value) {
        StringBuilder text = new StringBuilder(value);
        for (int i = random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, (char) (' ' + random.nextInt(0x3000)));
                default -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    @Test
    void answersWhateverIsAsked() throws Exception {
        served.write("a,x=1,a.b=2", 15_000, 1, 2, 3);
        for (int i = 0; i < 700; i++) {
            String path = "/api/v1/" + any(PATHS);
            String asked = parameters();
            boolean post = random.nextBoolean();
            HttpResponse<String> answer =
                    post ? served.post(path, asked) : served.get(path + "?" + asked);
            String what = path + "?" + asked + " " + answer.body();
            assertThat(answer.statusCode()).as(what).isIn(200, 400, 405, 422, 503);
            if (answer.statusCode() != 405) {
                assertThat(answer.body()).as(what).startsWith("{\"status\":");
                assertThat(Json.parse(answer.body().getBytes(UTF_8)).has("status")).isTrue();
            }
        }
    }

    @Test
    void answersWhateverIsWritten() throws Exception {
        for (int i = 0; i < 200; i++) {
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            String path = any(List.of("write", "read", "otlp/v1/metrics"));
            HttpResponse<byte[]> answer =
                    served.bytes(
                            HttpRequest.newBuilder(URI.create(served.url() + "/api/v1/" + path))
                                    .header("Content-Type", "application/x-protobuf")
                                    .POST(BodyPublishers.ofByteArray(body)));
            assertThat(answer.statusCode())
                    .as(path + " " + new String(answer.body(), UTF_8))
                    .isIn(200, 204, 400, 413);
        }
    }
}
