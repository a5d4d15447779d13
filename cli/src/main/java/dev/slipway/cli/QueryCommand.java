package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.server.RunningServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway query`: asks the metrics of the running server, or of any Prometheus, in PromQL.
@Command(
        name = "query",
        description = "Ask the metrics in PromQL; with --range draw how they went.",
        mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int POINTS = 240;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOptions data = new DataOptions();

    @Parameters(paramLabel = "EXPR", description = "For instance: rate(http_requests_total[5m])")
    private String expression = "";

    @Option(
            names = "--range",
            paramLabel = "DURATION",
            description = "Draw a chart of the last 15m, 6h, 7d …")
    private @Nullable String range;

    @Option(
            names = "--step",
            paramLabel = "DURATION",
            description = "Time between points of the chart (default: a 240th of the range).")
    private @Nullable String step;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description = "When: RFC 3339 or seconds since 1970 (default: now).")
    private @Nullable String time;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "`json` as answered.")
    private @Nullable String output;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Of another Prometheus-compatible server.")
    private @Nullable String url;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = range == null ? instant() : overRange(range);
        PrintWriter out = spec.commandLine().getOut();
        if ("json".equals(output)) {
            out.println(answer.toPrettyString());
            return 0;
        }
        for (String kind : new String[] {"warnings", "infos"}) {
            answer.path(kind).forEach(each -> spec.commandLine().getErr().println(each.asText()));
        }
        QueryAnswer result = QueryAnswer.of(answer.path("data"));
        out.print(
                range == null
                        ? result.table()
                        : LineChart.ofTerminal(ZoneId.systemDefault()).draw(result.lines()));
        out.flush();
        return 0;
    }

    private JsonNode instant() throws InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("query", expression);
        if (time != null) {
            form.put("time", time);
        }
        return ask("query", form);
    }

    private JsonNode overRange(String length) throws InterruptedException {
        double seconds = GoDuration.seconds("--range", length);
        double end = time == null ? System.currentTimeMillis() / 1e3 : endSeconds(time);
        double each =
                step == null ? Math.max(1, seconds / POINTS) : GoDuration.seconds("--step", step);
        // Points at round times make two charts of the same range look the same.
        double last = Math.floor(end / each) * each;
        Map<String, String> form = new LinkedHashMap<>();
        form.put("query", expression);
        form.put("start", "%.3f".formatted(last - Math.floor(seconds / each) * each));
        form.put("end", "%.3f".formatted(last));
        form.put("step", "%.3f".formatted(each));
        return ask("query_range", form);
    }

    private static double endSeconds(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            try {
                return OffsetDateTime.parse(text).toInstant().toEpochMilli() / 1e3;
            } catch (DateTimeParseException e) {
                throw new CommandException(
                        CommandException.USAGE,
                        "--time: " + text + " (expected: 2030-01-01T10:00:00Z, or seconds)");
            }
        }
    }

    private JsonNode ask(String endpoint, Map<String, String> form) throws InterruptedException {
        URI address = URI.create(base() + "/api/v1/" + endpoint);
        String body =
                form.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return checked(address, response);
        } catch (IOException e) {
            throw new CommandException("Cannot ask " + address + ": " + e.getMessage());
        }
    }

    private static JsonNode checked(URI address, HttpResponse<byte[]> response) {
        JsonNode answer;
        try {
            answer = Json.parse(response.body());
        } catch (ApiException e) {
            throw new CommandException(
                    address + " answered " + response.statusCode() + " without JSON.");
        }
        if (!answer.path("status").asText().equals("success")) {
            throw new CommandException(
                    answer.path("errorType").asText() + ": " + answer.path("error").asText());
        }
        return answer;
    }

    private String base() {
        if (url != null) {
            return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }
        RunningServer server =
                data.folder()
                        .runningServer()
                        .orElseThrow(() ->
                                new CommandException(
                                        "No server runs for "
                                                + data.folder().path()
                                                + ". Start one with: slipway up"));
        return "http://127.0.0.1:" + server.consolePort() + "/prometheus";
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
