package dev.slipway.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where this Slipway is installed: the folder with the launcher and the examples, which the
/// launcher passes in the system property `slipway.root`.
final class Installation {
    private final Path root;

    private Installation(Path root) {
        this.root = root;
    }

    static Installation current() {
        return new Installation(Path.of(System.getProperty("slipway.root", ".")).toAbsolutePath());
    }

    Path exampleShop() {
        Path shop = root.resolve("examples/shop");
        if (!Files.isDirectory(shop)) {
            throw new CommandException(
                    "The example is not at " + shop + ". Start the demo with ./slipway demo.");
        }
        return shop;
    }
}
