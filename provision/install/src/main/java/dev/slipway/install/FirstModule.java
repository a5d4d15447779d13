package dev.slipway.install;

import dev.slipway.install.InstallListener.Kind;
import dev.slipway.terraform.version.Version;
import dev.slipway.terraform.version.VersionConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Copies a module into a folder that has nothing yet, to begin from. Belongs to one thread.
final class FirstModule {
    private final Path folder;
    private final ModuleFetcher fetcher;
    private final InstallListener listener;

    FirstModule(Path folder, ModuleFetcher fetcher, InstallListener listener) {
        this.folder = folder;
        this.fetcher = fetcher;
        this.listener = listener;
    }

    /// @throws IOException if the folder is not empty, but for what is hidden, or the module cannot
    ///   be had
    void copy(String from) throws IOException {
        refuseContent();
        ModuleSource source = ModuleSource.parse(from);
        listener.on(Kind.MODULE, "Copying " + source);
        if (source instanceof ModuleSource.Local(String path)) {
            copy(folder, folder.resolve(path).normalize(), source);
            return;
        }
        Path work = Files.createTempDirectory("module");
        try {
            Path fresh = Files.createDirectory(work.resolve("module"));
            copy(fresh, fresh.resolve(fetched(source, fresh)).normalize(), source);
        } finally {
            Trees.delete(work);
        }
    }

    private void refuseContent() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<String> names =
                    all.map(each -> each.getFileName().toString())
                            .filter(each -> !each.startsWith("."))
                            .sorted()
                            .toList();
            if (!names.isEmpty()) {
                throw new IOException(
                        "a module is copied into an empty folder only (there is: "
                                + names.getFirst()
                                + ")");
            }
        }
    }

    /// Where in the folder the module is.
    private String fetched(ModuleSource source, Path fresh) throws IOException {
        if (source instanceof ModuleSource.Registry registry) {
            Version newest = fetcher.newest(registry, VersionConstraints.NONE);
            String inner = fetcher.fetch(fetcher.located(registry, newest), fresh);
            return Path.of(inner).resolve(registry.inner()).toString();
        }
        return fetcher.fetch(source, fresh);
    }

    private void copy(Path whole, Path module, ModuleSource source) throws IOException {
        boolean outside = !(source instanceof ModuleSource.Local) && !module.startsWith(whole);
        if (outside || !Files.isDirectory(module)) {
            throw new IOException("there is no such folder in " + source);
        }
        Trees.copy(module, folder);
    }
}
