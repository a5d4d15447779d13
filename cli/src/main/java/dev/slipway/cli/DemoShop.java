package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.node.process.Images;
import dev.slipway.server.DataFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The example shop, deployed the way a user would: images imported, manifests applied.
final class DemoShop {
    private static final List<Integer> RELEASES = List.of(1, 2, 3);

    private DemoShop() {}

    static void importImages(DataFolder folder, Path shop) {
        Images images = new Images(folder.images());
        images.importJar("shop/inventory:v1", shop.resolve("inventory/target/inventory.jar"));
        for (int release : RELEASES) {
            images.importJar(
                    "shop/storefront:v" + release,
                    shop.resolve("storefront/target/storefront.jar"),
                    List.of("RELEASE=" + release));
        }
    }

    static void deploy(ApiConnection api, Path shop, PrintWriter out, Duration timeout)
            throws InterruptedException {
        Applier applier = new Applier(api, Discovery.of(api), "default");
        ManifestSet.of(Manifests.read(List.of(shop.resolve("manifests"))), applier)
                .apply(out)
                .awaitReady(api, out, timeout);
    }
}
