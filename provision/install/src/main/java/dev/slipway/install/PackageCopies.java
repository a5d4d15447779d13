package dev.slipway.install;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.install.InstallListener.Kind;
import dev.slipway.install.ProviderOrigin.Found;
import dev.slipway.install.ProviderOrigin.Where;
import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.LockFile;
import dev.slipway.terraform.version.Version;
import dev.slipway.terraform.version.VersionConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Fetches packages of providers for any platform, to know their checksums or to keep copies.
/// Belongs to one thread.
final class PackageCopies {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Origins origins;
    private final Downloads downloads;
    private final InstallListener listener;

    PackageCopies(Origins origins, Downloads downloads, InstallListener listener) {
        this.origins = origins;
        this.downloads = downloads;
        this.listener = listener;
    }

    /// The lock file with the checksums of packages for these platforms.
    LockFile locked(
            SortedMap<ProviderSource, VersionConstraints> needed,
            LockFile lock,
            List<String> platforms) {
        SortedMap<ProviderSource, LockFile.Entry> entries = new TreeMap<>(lock.providers());
        needed.forEach((source, constraints) -> {
            try {
                entries.put(source, locked(source, constraints, lock, platforms));
            } catch (IOException e) {
                throw problem(source, e);
            }
        });
        return new LockFile(entries);
    }

    private LockFile.Entry locked(
            ProviderSource source,
            VersionConstraints constraints,
            LockFile lock,
            List<String> platforms)
            throws IOException {
        SortedMap<Version, ProviderOrigin> versions = origins.versions(source);
        Version version = version(source, constraints, lock, versions);
        LockFile.Entry known = lock.providers().get(source);
        Set<String> hashes = new HashSet<>();
        if (known != null && known.version().equals(version)) {
            hashes.addAll(known.hashes());
        }
        for (String platform : platforms) {
            listener.on(
                    Kind.PROVIDER,
                    "Fetching " + source.forDisplay() + " " + version + " for " + platform + "...");
            Found found = origin(version, versions).find(source, version, platform);
            Path work = Files.createTempDirectory("slipway-lock-");
            try {
                hashes.addAll(hashes(found, work));
            } finally {
                Trees.delete(work);
            }
        }
        return new LockFile.Entry(version, constraints.toString(), List.copyOf(hashes));
    }

    private Set<String> hashes(Found found, Path work) throws IOException {
        Set<String> hashes = new HashSet<>();
        if (found.authentication().equals("signed")) {
            hashes.addAll(found.hashes());
        }
        switch (found.where()) {
            case Where.Folder(Path path) -> hashes.add(PackageHash.ofFolder(path));
            case Where.Archive(Path path) -> hashes.add(ofArchive(path, work));
            case Where.Remote(var uri) -> {
                Path file = work.resolve("package.zip");
                downloads.save(uri, file);
                String sum = PackageHash.ofArchive(file);
                String inside = ofArchive(file, work);
                if (!found.hashes().isEmpty()
                        && !found.hashes().contains(sum)
                        && !found.hashes().contains(inside)) {
                    throw new IOException(uri + " has another checksum than its origin says");
                }
                hashes.add(inside);
            }
        }
        return hashes;
    }

    private static String ofArchive(Path archive, Path work) throws IOException {
        Path unpacked = work.resolve("unpacked");
        Archives.unpack(archive, "zip", unpacked);
        return PackageHash.ofFolder(unpacked);
    }

    private static ProviderOrigin origin(
            Version version, SortedMap<Version, ProviderOrigin> versions) throws IOException {
        ProviderOrigin origin = versions.get(version);
        if (origin == null) {
            throw new IOException(
                    "version "
                            + version
                            + " is not available (there are: "
                            + versions.keySet()
                            + ")");
        }
        return origin;
    }

    private static Version version(
            ProviderSource source,
            VersionConstraints constraints,
            LockFile lock,
            SortedMap<Version, ProviderOrigin> versions)
            throws IOException {
        LockFile.Entry known = lock.providers().get(source);
        if (known != null && constraints.allows(known.version())) {
            return known.version();
        }
        return constraints
                .newest(versions.keySet())
                .orElseThrow(() ->
                        new IOException(
                                "no version matches "
                                        + constraints
                                        + " (there are: "
                                        + versions.keySet()
                                        + ")"));
    }

    /// Puts archives into a folder, with the index files of the network mirror protocol beside
    /// them.
    void mirror(
            SortedMap<ProviderSource, VersionConstraints> needed,
            LockFile lock,
            List<String> platforms,
            Path target) {
        needed.forEach((source, constraints) -> {
            try {
                mirror(source, constraints, lock, platforms, target);
            } catch (IOException e) {
                throw problem(source, e);
            }
        });
    }

    private void mirror(
            ProviderSource source,
            VersionConstraints constraints,
            LockFile lock,
            List<String> platforms,
            Path target)
            throws IOException {
        SortedMap<Version, ProviderOrigin> versions = origins.versions(source);
        Version version = version(source, constraints, lock, versions);
        Path folder =
                target.resolve(source.host()).resolve(source.namespace()).resolve(source.type());
        Files.createDirectories(folder);
        ObjectNode archives = MAPPER.createObjectNode();
        for (String platform : platforms) {
            String name =
                    "terraform-provider-" + source.type() + "_" + version + "_" + platform + ".zip";
            listener.on(Kind.PROVIDER, "Mirroring " + source.forDisplay() + ": " + name);
            Found found = origin(version, versions).find(source, version, platform);
            Path file = folder.resolve(name);
            copy(found, file);
            ObjectNode archive =
                    archives.withObjectProperty("archives").putObject(platform).put("url", name);
            Path work = Files.createTempDirectory("slipway-mirror-");
            try {
                archive.putArray("hashes").add(ofArchive(file, work));
            } finally {
                Trees.delete(work);
            }
        }
        Files.write(folder.resolve(version + ".json"), MAPPER.writeValueAsBytes(archives));
        index(folder);
    }

    private void copy(Found found, Path file) throws IOException {
        switch (found.where()) {
            case Where.Archive(Path path) ->
                    Files.copy(path, file, StandardCopyOption.REPLACE_EXISTING);
            case Where.Remote(var uri) -> downloads.save(uri, file);
            case Where.Folder(Path path) -> Archives.zip(path, file);
        }
    }

    private static void index(Path folder) throws IOException {
        ObjectNode versions = MAPPER.createObjectNode();
        ObjectNode all = versions.putObject("versions");
        try (Stream<Path> files = Files.list(folder)) {
            files.map(each -> each.getFileName().toString())
                    .filter(each -> each.endsWith(".json") && !each.equals("index.json"))
                    .sorted()
                    .forEach(each -> all.putObject(each.substring(0, each.length() - 5)));
        }
        Files.write(folder.resolve("index.json"), MAPPER.writeValueAsBytes(versions));
    }

    private static FolderException problem(ProviderSource source, IOException problem) {
        return new FolderException(
                "Provider cannot be fetched", source.forDisplay() + ": " + problem.getMessage());
    }
}
