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
    private static final int INVENTORY_RELEASES = 3;
    private static final int STOREFRONT_RELEASES = 5;

    private DemoShop() {}

    static void importImages(DataFolder folder, Path shop) {
        Images images = new Images(folder.images());
        importReleases(images, shop, "inventory", INVENTORY_RELEASES);
        importReleases(images, shop, "storefront", STOREFRONT_RELEASES);
    }

    private static void importReleases(Images images, Path shop, String service, int releases) {
        Path jar = shop.resolve(service + "/target/" + service + ".jar");
        for (int release = 1; release <= releases; release++) {
            images.importJar(
                    "shop/" + service + ":v" + release, jar, List.of("RELEASE=" + release));
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
