package dev.slipway.alert.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.controller.SystemTime;
import dev.slipway.http.DoorConfig;
import dev.slipway.http.HttpDoor;
import dev.slipway.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The whole of it behind a real door, with the API below `/alertmanager`.
final class Served implements AutoCloseable {
    private final SystemTime time = new SystemTime();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpDoor door;
    final Alertmanager alertmanager;
    final Path config;

    Served(Path folder, String configText) throws IOException {
        config = folder.resolve("alertmanager.yml");
        Files.writeString(config, configText);
        alertmanager =
                new Alertmanager(
                        config,
                        folder.resolve("state"),
                        "http://am",
                        time,
                        task -> Thread.ofVirtual().start(task));
        alertmanager.start();
        door = new HttpDoor(DoorConfig.console(0), List.of(alertmanager.mount("/alertmanager")));
        door.start();
    }

    String url() {
        return door.url() + "/alertmanager";
    }

    HttpResponse<String> call(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    JsonNode json(String path) throws Exception {
        HttpResponse<String> response = call("GET", path, "");
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return Json.parse(response.body().getBytes(UTF_8));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    @Override
    public void close() {
        door.close();
        alertmanager.close();
        time.close();
        client.close();
    }
}
