package dev.slipway.install;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.install.InstallListener.Kind;
import dev.slipway.install.ProviderOrigin.Found;
import dev.slipway.install.ProviderOrigin.Where;
import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.InstalledPrograms;
import dev.slipway.terraform.folder.LockFile;
import dev.slipway.terraform.version.Version;
import dev.slipway.terraform.version.VersionConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Selects versions of providers and installs them under a folder, all at once. Belongs to one
/// thread.
final class ProviderInstaller {
    private final Origins origins;
    private final Downloads downloads;
    private final Path folder;
    private final @Nullable Path cache;
    private final InstallListener listener;

    /// `folder` is where providers are installed; `cache`, if there is one, has packages for all
    /// configurations, to which links are made.
    ProviderInstaller(
            Origins origins,
            Downloads downloads,
            Path folder,
            @Nullable Path cache,
            InstallListener listener) {
        this.origins = origins;
        this.downloads = downloads;
        this.folder = folder;
        this.cache = cache;
        this.listener = listener;
    }

    /// Installs what is needed; the answer is what was selected.
    ///
    /// @throws FolderException that tells of everything that could not be installed
    LockFile install(
            SortedMap<ProviderSource, VersionConstraints> needed, LockFile lock, boolean upgrade) {
        SortedMap<ProviderSource, LockFile.Entry> selected =
                Collections.synchronizedSortedMap(new TreeMap<>());
        List<Diagnostic> problems = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        needed.forEach((source, constraints) ->
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        LockFile.Entry locked = lock.providers().get(source);
                                        selected.put(
                                                source,
                                                install(
                                                        source,
                                                        constraints,
                                                        upgrade ? null : locked,
                                                        locked));
                                    } catch (IOException | RuntimeException e) {
                                        problems.add(problem(source, e));
                                    }
                                })));
        for (Thread each : threads) {
            join(each);
        }
        if (!problems.isEmpty()) {
            throw new FolderException(
                    problems.stream()
                            .sorted((one, other) -> one.detail().compareTo(other.detail()))
                            .toList());
        }
        return new LockFile(selected);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FolderException("Interrupted", "Not everything was installed.");
        }
    }

    private static Diagnostic problem(ProviderSource source, Exception problem) {
        return Diagnostic.error(
                "Failed to install provider",
                source.forDisplay()
                        + ": "
                        + problem.getMessage()
                        + ".\n\nWhich modules need it: slipway stack providers",
                null);
    }

    /// `locked` binds the version; `known` is what is known of packages whether or not it does.
    private LockFile.Entry install(
            ProviderSource source,
            VersionConstraints constraints,
            LockFile.@Nullable Entry locked,
            LockFile.@Nullable Entry known)
            throws IOException {
        String name = source.forDisplay();
        SortedMap<Version, ProviderOrigin> versions = null;
        Version version;
        if (locked != null) {
            version = locked.version();
            if (!constraints.allows(version)) {
                throw new IOException(
                        LockFile.NAME
                                + " selects "
                                + version
                                + ", but the configuration asks for "
                                + constraints
                                + "; init -upgrade selects another");
            }
            provider("Reusing previous version of " + name + " from the dependency lock file");
        } else {
            provider(
                    constraints.isEmpty()
                            ? "Finding latest version of " + name + "..."
                            : "Finding " + name + " versions matching \"" + constraints + "\"...");
            versions = origins.versions(source);
            version = newest(constraints, versions);
        }
        LockFile.Entry trusted =
                known != null && known.version().equals(version)
                        ? known
                        : new LockFile.Entry(version, "", List.of());
        return ensure(source, constraints, trusted, versions);
    }

    private static Version newest(
            VersionConstraints constraints, SortedMap<Version, ProviderOrigin> versions)
            throws IOException {
        return constraints
                .newest(versions.keySet())
                .orElseThrow(() ->
                        new IOException(
                                "no version matches "
                                        + (constraints.isEmpty() ? "" : constraints + " ")
                                        + "(there are: "
                                        + versions.keySet()
                                        + ")"));
    }

    private void provider(String line) {
        listener.on(Kind.PROVIDER, line);
    }

    private LockFile.Entry ensure(
            ProviderSource source,
            VersionConstraints constraints,
            LockFile.Entry trusted,
            @Nullable SortedMap<Version, ProviderOrigin> versions)
            throws IOException {
        Version version = trusted.version();
        Path place = place(folder, source, version);
        String shown = source.forDisplay() + " v" + version;
        if (Files.isDirectory(place)) {
            String hash = PackageHash.ofFolder(place);
            if (trusted.hashes().isEmpty() || trusted.hashes().contains(hash)) {
                provider("Using previously-installed " + shown);
                return entry(version, constraints, trusted, List.of(hash));
            }
        }
        Path kept = cache == null ? null : place(cache, source, version);
        if (kept != null && Files.isDirectory(kept)) {
            String hash = PackageHash.ofFolder(kept);
            if (trusted.hashes().contains(hash)) {
                provider("Using " + shown + " from the shared cache directory");
                link(kept, place);
                return entry(version, constraints, trusted, List.of(hash));
            }
        }
        SortedMap<Version, ProviderOrigin> known =
                versions == null ? origins.versions(source) : versions;
        ProviderOrigin origin = known.get(version);
        if (origin == null) {
            throw new IOException(
                    "version "
                            + version
                            + ", which "
                            + LockFile.NAME
                            + " selects, is not available any more (there are: "
                            + known.keySet()
                            + ")");
        }
        provider("Installing " + shown + "...");
        Found found = origin.find(source, version, InstalledPrograms.platform());
        List<String> hashes = put(found, place, kept, trusted);
        provider("Installed " + shown + " (" + found.authentication() + ")");
        return entry(version, constraints, trusted, hashes);
    }

    private static LockFile.Entry entry(
            Version version,
            VersionConstraints constraints,
            LockFile.Entry trusted,
            List<String> hashes) {
        Set<String> all = new HashSet<>(trusted.hashes());
        all.addAll(hashes);
        return new LockFile.Entry(version, constraints.toString(), List.copyOf(all));
    }

    static Path place(Path root, ProviderSource source, Version version) {
        return root.resolve(source.host())
                .resolve(source.namespace())
                .resolve(source.type())
                .resolve(version.toString())
                .resolve(InstalledPrograms.platform());
    }

    private List<String> put(Found found, Path place, @Nullable Path kept, LockFile.Entry trusted)
            throws IOException {
        if (found.where() instanceof Where.Folder(Path path)) {
            String hash = PackageHash.ofFolder(path);
            check(List.of(hash), trusted.hashes(), LockFile.NAME);
            link(path, place);
            return List.of(hash);
        }
        Path target = kept == null ? place : kept;
        Files.createDirectories(target.getParent());
        Path work = Files.createTempDirectory(target.getParent(), ".new-");
        try {
            Path archive = archive(found.where(), work);
            Path unpacked = work.resolve("unpacked");
            Archives.unpack(archive, "zip", unpacked);
            List<String> hashes =
                    List.of(PackageHash.ofFolder(unpacked), PackageHash.ofArchive(archive));
            check(hashes, trusted.hashes(), LockFile.NAME);
            check(hashes, found.hashes(), "what its origin says");
            Trees.replace(unpacked, target);
            if (kept != null) {
                link(kept, place);
            }
            List<String> all = new ArrayList<>(List.of(hashes.getFirst()));
            if (found.authentication().equals("signed")) {
                all.addAll(found.hashes());
            }
            return all;
        } finally {
            Trees.delete(work);
        }
    }

    private Path archive(Where where, Path work) throws IOException {
        return switch (where) {
            case Where.Archive(Path path) -> path;
            case Where.Remote(var uri) -> {
                Path file = work.resolve("package.zip");
                downloads.save(uri, file);
                yield file;
            }
            case Where.Folder(Path path) -> path;
        };
    }

    /// At least one of a package's hashes must be among those that are known, if any are.
    private static void check(List<String> hashes, List<String> known, String by)
            throws IOException {
        if (!known.isEmpty() && Collections.disjoint(hashes, known)) {
            throw new IOException(
                    "the package has none of the checksums in "
                            + by
                            + " (found: "
                            + String.join(", ", hashes)
                            + "); it may be another than the one that was selected, or be known for"
                            + " other platforms only: slipway stack providers lock");
        }
    }

    private static void link(Path target, Path place) throws IOException {
        Files.createDirectories(place.getParent());
        Trees.delete(place);
        Files.createSymbolicLink(place, target.toRealPath());
    }
}
