package dev.slipway.install;

import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.folder.InstalledPrograms;
import dev.slipway.terraform.version.Version;
import dev.slipway.terraform.version.VersionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A folder with providers: unpacked as `HOST/NAMESPACE/TYPE/VERSION/PLATFORM/`, or packed as
/// `HOST/NAMESPACE/TYPE/terraform-provider-TYPE_VERSION_PLATFORM.zip`. Thread-safe.
record FilesystemMirror(Path root) implements ProviderOrigin {
    @Override
    public List<Version> versions(ProviderSource source) throws IOException {
        return List.copyOf(packages(source, InstalledPrograms.platform()).keySet());
    }

    @Override
    public Found find(ProviderSource source, Version version, String platform) throws IOException {
        Where found = packages(source, platform).get(version);
        if (found == null) {
            throw new IOException(
                    "there is no " + source + " " + version + " for " + platform + " in " + root);
        }
        return Found.unauthenticated(found);
    }

    private SortedMap<Version, Where> packages(ProviderSource source, String platform)
            throws IOException {
        SortedMap<Version, Where> packages = new TreeMap<>();
        Path folder =
                root.resolve(source.host()).resolve(source.namespace()).resolve(source.type());
        if (!Files.isDirectory(folder)) {
            return packages;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path each : entries.toList()) {
                add(each, source, platform, packages);
            }
        }
        return packages;
    }

    private static void add(
            Path entry, ProviderSource source, String platform, SortedMap<Version, Where> to) {
        String name = entry.getFileName().toString();
        String start = "terraform-provider-" + source.type() + "_";
        String end = "_" + platform + ".zip";
        if (name.startsWith(start) && name.endsWith(end)) {
            version(name.substring(start.length(), name.length() - end.length()))
                    .ifPresent(version -> to.putIfAbsent(version, new Where.Archive(entry)));
        } else if (Files.isDirectory(entry.resolve(platform))) {
            version(name)
                    .ifPresent(
                            version -> to.put(version, new Where.Folder(entry.resolve(platform))));
        }
    }

    private static Optional<Version> version(String text) {
        try {
            return Optional.of(Version.parse(text));
        } catch (VersionException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "the folder " + root;
    }
}
