package dev.slipway.install;

import dev.slipway.install.CliConfig.Kind;
import dev.slipway.install.CliConfig.Method;
import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.version.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// All places that providers come from, in the order in which they are preferred. Thread-safe.
final class Origins {
    private final List<Place> places;
    private final boolean firstOnly;

    private record Place(Method method, ProviderOrigin origin) {}

    private Origins(List<Place> places, boolean firstOnly) {
        this.places = List.copyOf(places);
        this.firstOnly = firstOnly;
    }

    /// Only folders that were named on the command line.
    static Origins ofFolders(List<Path> folders) {
        return new Origins(folders.stream().map(Origins::mirror).toList(), false);
    }

    /// Only a server that was named on the command line.
    static Origins ofServer(String url, Downloads downloads) {
        return new Origins(
                List.of(
                        new Place(
                                new Method(Kind.NETWORK_MIRROR, url, List.of(), List.of()),
                                new NetworkMirror(URI.create(url), downloads))),
                false);
    }

    private static Place mirror(Path folder) {
        return new Place(
                new Method(Kind.FILESYSTEM_MIRROR, folder.toString(), List.of(), List.of()),
                new FilesystemMirror(folder));
    }

    /// What is configured; if nothing is, folders in which people put providers, and for what is
    /// not there the registries.
    static Origins of(
            CliConfig config, Path folder, Map<String, String> environment, Downloads downloads) {
        Registry registry = new Registry(new Hosts(downloads, config.services()), downloads);
        List<Place> places = new ArrayList<>();
        if (config.methods() == null) {
            implied(folder, environment).forEach(each -> places.add(mirror(each)));
            places.add(new Place(new Method(Kind.DIRECT, "", List.of(), List.of()), registry));
            return new Origins(places, true);
        }
        for (Method each : config.methods()) {
            ProviderOrigin origin =
                    switch (each.kind()) {
                        case FILESYSTEM_MIRROR -> new FilesystemMirror(Path.of(each.place()));
                        case NETWORK_MIRROR ->
                                new NetworkMirror(URI.create(each.place()), downloads);
                        case DIRECT -> registry;
                    };
            places.add(new Place(each, origin));
        }
        return new Origins(places, false);
    }

    private static List<Path> implied(Path folder, Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "")));
        String data = environment.getOrDefault("XDG_DATA_HOME", home + "/.local/share");
        return List.of(
                        folder.resolve("terraform.d/plugins"),
                        home.resolve(".terraform.d/plugins"),
                        Path.of(data, "terraform/plugins"),
                        Path.of("/usr/local/share/terraform/plugins"),
                        Path.of("/usr/share/terraform/plugins"))
                .stream()
                .filter(Files::isDirectory)
                .toList();
    }

    /// All versions there are, each with where it is had.
    ///
    /// @throws IOException if a place cannot be asked, or none has the provider
    SortedMap<Version, ProviderOrigin> versions(ProviderSource source) throws IOException {
        SortedMap<Version, ProviderOrigin> versions = new TreeMap<>();
        for (Place each : places) {
            if (each.method().covers(source)) {
                for (Version version : each.origin().versions(source)) {
                    versions.putIfAbsent(version, each.origin());
                }
            }
            if (firstOnly && !versions.isEmpty()) {
                break;
            }
        }
        if (versions.isEmpty()) {
            throw new IOException(
                    "provider "
                            + source
                            + " was not found in "
                            + (places.isEmpty()
                                    ? "any place, since none is configured"
                                    : String.join(
                                            ", ",
                                            places.stream()
                                                    .map(each -> each.origin().toString())
                                                    .toList())));
        }
        return versions;
    }
}
