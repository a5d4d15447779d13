package shop.inventory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Serves `GET /items` and `POST /items/NAME/reserve?quantity=N` on `PORT`; keeps its journal in
/// `DATA_DIR`. `RELEASE` says which version this is; every answer names it in the header
/// `X-Release`. Release 2 counts its reservations and stumbles over every fifth.
public final class Inventory {
    private static final int STUMBLING_RELEASE = 2;
    private static final int STUMBLES_AT = 5;

    private final int release;
    private final Stock stock;
    private final AtomicInteger reservations = new AtomicInteger();

    private Inventory(int release, Stock stock) {
        this.release = release;
        this.stock = stock;
    }

    /// Runs until it is told to stop.
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8081"));
        Path folder = Path.of(System.getenv().getOrDefault("DATA_DIR", "data"));
        Files.createDirectories(folder);

        int release = Integer.parseInt(System.getenv().getOrDefault("RELEASE", "1"));
        Stock stock = new Stock(folder.resolve("reservations.journal"));
        Inventory inventory = new Inventory(release, stock);
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> reply(exchange, 200, "ok\n"));
        server.createContext("/items", inventory::items);
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(5)));
        System.out.println("inventory release " + release + " listens on port " + port);
    }

    private void items(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("X-Release", Integer.toString(release));
        String[] path = exchange.getRequestURI().getPath().split("/");
        if (path.length == 2 && exchange.getRequestMethod().equals("GET")) {
            reply(exchange, 200, levelsAsJson());
        } else if (path.length == 4
                && path[3].equals("reserve")
                && exchange.getRequestMethod().equals("POST")) {
            reserve(exchange, path[2]);
        } else {
            reply(exchange, 404, "{\"error\":\"no such page\"}\n");
        }
    }

    private void reserve(HttpExchange exchange, String item) throws IOException {
        if (release == STUMBLING_RELEASE && reservations.incrementAndGet() % STUMBLES_AT == 0) {
            System.err.println("cannot count the reservation of " + item);
            reply(exchange, 500, "{\"error\":\"cannot count\"}\n");
            return;
        }
        int left = stock.reserve(item, quantity(exchange.getRequestURI().getQuery()));
        if (left < 0) {
            reply(exchange, 409, "{\"error\":\"not enough of " + item + "\"}\n");
        } else {
            reply(exchange, 200, "{\"item\":\"" + item + "\",\"left\":" + left + "}\n");
        }
    }

    private static int quantity(String query) {
        try {
            return query == null || !query.startsWith("quantity=")
                    ? 1
                    : Integer.parseInt(query.substring("quantity=".length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private String levelsAsJson() {
        StringJoiner json = new StringJoiner(",", "{", "}\n");
        stock.levels().forEach((item, left) -> json.add("\"" + item + "\":" + left));
        return json.toString();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
