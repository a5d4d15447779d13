package dev.slipway.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The example's inventory as a Deployment with two pods behind a Service.
final class Inventory {
    static final String HOST = "inventory.default.localhost";

    private Inventory() {}

    static void deploy(Slipway slipway) throws IOException, InterruptedException {
        Path jar = Slipway.root().resolve("examples/shop/inventory/target/inventory.jar");
        slipway.run("image", "import", "shop/inventory:v1", jar.toString()).succeeded();
        Path manifest = slipway.home().resolve("inventory.yaml");
        Files.writeString(
                manifest,
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: inventory
                spec:
                  replicas: 2
                  selector:
                    matchLabels: {app: inventory}
                  template:
                    metadata:
                      labels: {app: inventory}
                    spec:
                      containers:
                        - name: inventory
                          image: shop/inventory:v1
                          ports:
                            - {name: http, containerPort: 8081}
                          readinessProbe:
                            httpGet: {path: /healthz, port: http}
                            periodSeconds: 1
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: inventory
                spec:
                  selector: {app: inventory}
                  ports:
                    - {name: http, port: 80, targetPort: http}
                """);
        slipway.run("up", "--detach", manifest.toString()).succeeded();
    }
}
