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
/// is, `CURRENCY` what it sells in; every answer names them in the headers `X-Release` and
/// `X-Currency`, and the inventory that was asked in `X-Inventory-Release`. `GET /metrics` tells
/// what was sold.
public final class Storefront {
    /// Long: on a machine that is out of breath an answer is late, not lost.
    private static final Duration INVENTORY_TIMEOUT = Duration.ofSeconds(60);

    private final int release;
    private final String currency;
    private final Sales sales = new Sales();
    private final Prices prices;
    private final URI inventory;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(INVENTORY_TIMEOUT)
                    .build();

    private Storefront(int release, String currency, URI inventory) {
        this.release = release;
        this.currency = currency;
        this.prices = new Prices(release, currency);
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

        Storefront storefront = new Storefront(release, setting("CURRENCY", "EUR"), inventory);
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> reply(exchange, 200, "ok\n"));
        server.createContext(
                "/metrics",
                exchange -> reply(exchange, 200, "text/plain", storefront.sales.exposition()));
        server.createContext("/offers/", storefront::offer);
        server.createContext("/buy/", storefront::buy);
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(5)));
        System.out.println("storefront release " + release + " listens on port " + port);
    }

    private void offer(HttpExchange exchange) throws IOException {
        if (price(exchange) >= 0) {
            pass(exchange, HttpRequest.newBuilder(inventory.resolve("/items")));
        }
    }

    private void buy(HttpExchange exchange) throws IOException {
        int cents = price(exchange);
        if (cents < 0) {
            return;
        }
        URI reserve = inventory.resolve("/items/" + item(exchange) + "/reserve?quantity=1");
        var request = HttpRequest.newBuilder(reserve).POST(HttpRequest.BodyPublishers.noBody());
        if (pass(exchange, request) == 200) {
            sales.add(cents);
        }
    }

    /// Puts the price into the answer's head and returns it; or answers that there is none and
    /// returns -1.
    private int price(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("X-Release", Integer.toString(release));
        exchange.getResponseHeaders().set("X-Currency", currency);
        try {
            int customer = customer(exchange.getRequestURI().getQuery());
            int cents = prices.centsFor(item(exchange), customer);
            exchange.getResponseHeaders().set("X-Price-Cents", Integer.toString(cents));
            return cents;
        } catch (ArithmeticException | NumberFormatException e) {
            System.err.println("cannot price " + exchange.getRequestURI() + ": " + e);
            reply(exchange, 500, "{\"error\":\"no price\"}\n");
            return -1;
        }
    }

    private static String item(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Hands the inventory's answer on and returns its status.
    private int pass(HttpExchange exchange, HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer =
                    client.send(
                            request.timeout(INVENTORY_TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofString());
            answer.headers()
                    .firstValue("X-Release")
                    .ifPresent(
                            name -> exchange.getResponseHeaders().set("X-Inventory-Release", name));
            reply(exchange, answer.statusCode(), answer.body());
            return answer.statusCode();
        } catch (IOException e) {
            System.err.println("inventory does not answer: " + e);
            reply(exchange, 502, "{\"error\":\"inventory does not answer\"}\n");
            return 502;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply(exchange, 503, "{\"error\":\"shutting down\"}\n");
            return 503;
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
        reply(exchange, status, "application/json", body);
    }

    private static void reply(HttpExchange exchange, int status, String contentType, String body)
            throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
