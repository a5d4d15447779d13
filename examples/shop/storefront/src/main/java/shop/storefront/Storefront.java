package shop.storefront;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/// Serves `GET /offers/ITEM?customer=N` and `POST /buy/ITEM?customer=N` on `PORT`, and asks the
/// inventory at `INVENTORY_SERVICE_HOST:INVENTORY_SERVICE_PORT`. `RELEASE` says which version this
/// is; every answer names it in the header `X-Release`.
public final class Storefront {
    private final int release;
    private final Prices prices;
    private final URI inventory;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    private Storefront(int release, URI inventory) {
        this.release = release;
        this.prices = new Prices(release);
        this.inventory = inventory;
    }

    /// Runs until it is told to stop.
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(setting("PORT", "8082"));
        int release = Integer.parseInt(setting("RELEASE", "1"));
        URI inventory =
                URI.create(
                        "http://"
                                + setting("INVENTORY_SERVICE_HOST", "127.0.0.1")
                                + ":"
                                + setting("INVENTORY_SERVICE_PORT", "8081"));

        Storefront storefront = new Storefront(release, inventory);
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> reply(exchange, 200, "ok\n"));
        server.createContext("/offers/", storefront::offer);
        server.createContext("/buy/", storefront::buy);
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(5)));
        System.out.println("storefront release " + release + " listens on port " + port);
    }

    private void offer(HttpExchange exchange) throws IOException {
        if (price(exchange)) {
            pass(exchange, HttpRequest.newBuilder(inventory.resolve("/items")));
        }
    }

    private void buy(HttpExchange exchange) throws IOException {
        if (price(exchange)) {
            URI reserve = inventory.resolve("/items/" + item(exchange) + "/reserve?quantity=1");
            pass(
                    exchange,
                    HttpRequest.newBuilder(reserve).POST(HttpRequest.BodyPublishers.noBody()));
        }
    }

    /// Puts the price into the answer's head, or answers that there is none.
    private boolean price(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("X-Release", Integer.toString(release));
        try {
            int customer = customer(exchange.getRequestURI().getQuery());
            int cents = prices.centsFor(item(exchange), customer);
            exchange.getResponseHeaders().set("X-Price-Cents", Integer.toString(cents));
            return true;
        } catch (ArithmeticException | NumberFormatException e) {
            System.err.println("cannot price " + exchange.getRequestURI() + ": " + e);
            reply(exchange, 500, "{\"error\":\"no price\"}\n");
            return false;
        }
    }

    private static String item(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void pass(HttpExchange exchange, HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer =
                    client.send(
                            request.timeout(Duration.ofSeconds(5)).build(),
                            HttpResponse.BodyHandlers.ofString());
            reply(exchange, answer.statusCode(), answer.body());
        } catch (IOException e) {
            System.err.println("inventory does not answer: " + e);
            reply(exchange, 502, "{\"error\":\"inventory does not answer\"}\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply(exchange, 503, "{\"error\":\"shutting down\"}\n");
        }
    }

    private static int customer(String query) {
        return query == null || !query.startsWith("customer=")
                ? 1
                : Integer.parseInt(query.substring("customer=".length()));
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
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
