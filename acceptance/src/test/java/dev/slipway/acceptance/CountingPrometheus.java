package dev.slipway.acceptance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Prometheus that has counted another two hundred requests of a version each time it is asked
/// for it; of versions that fail, a quarter of them failed.
final class CountingPrometheus implements AutoCloseable {
    /// What the server has to be told to ask.
    static final String QUERY = "requests_total{namespace=\"{{namespace}}\",version=\"{{hash}}\"}";

    private static final Pattern VERSION = Pattern.compile("version=\"([^\"]+)\"");
    private static final int REQUESTS = 200;

    private final HttpServer server;
    private final Map<String, int[]> counters = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    CountingPrometheus() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api/v1/query",
                exchange -> {
                    String form =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    byte[] answer =
                            answer(URLDecoder.decode(form, StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void fails(String version) {
        failing.add(version);
    }

    private String answer(String query) {
        Matcher matcher = VERSION.matcher(query);
        String version = matcher.find() ? matcher.group(1) : "";
        int[] counts = counters.computeIfAbsent(version, _ -> new int[2]);
        synchronized (counts) {
            int failures = failing.contains(version) ? REQUESTS / 4 : 0;
            counts[0] += REQUESTS - failures;
            counts[1] += failures;
            return """
            {"status":"success","data":{"resultType":"vector","result":[
              {"metric":{"code":"200"},"value":[1,"%d"]},
              {"metric":{"code":"500"},"value":[1,"%d"]}]}}
            """
                    .formatted(counts[0], counts[1]);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
