package dev.slipway.install;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.process.Reattachment;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.config.ProviderRequirements;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.LockFile;
import dev.slipway.terraform.version.VersionConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Installs what the configuration in one folder needs. Belongs to one thread.
public final class Installer implements AutoCloseable {
    private final Request request;
    private final InstallListener listener;
    private final Downloads downloads;

    /// What to install, and how.
    ///
    /// @param dataFolder where it is installed: `.terraform`
    /// @param lockFile where it is kept what was selected
    /// @param environment where hosts' tokens and the like are
    /// @param upgrade takes the newest that is allowed, whatever is selected already
    /// @param pluginFolders the only places providers may come from, if there are any
    /// @param readOnly refuses to change `.terraform.lock.hcl`
    public record Request(
            Path folder,
            Path dataFolder,
            Path lockFile,
            CliConfig config,
            Map<String, String> environment,
            boolean upgrade,
            List<Path> pluginFolders,
            boolean readOnly) {
        public Request {
            requireNonNull(folder, "folder");
            requireNonNull(dataFolder, "dataFolder");
            requireNonNull(lockFile, "lockFile");
            requireNonNull(config, "config");
            environment = Map.copyOf(environment);
            pluginFolders = List.copyOf(pluginFolders);
        }
    }

    /// The selections before and after.
    public record Selected(LockFile before, LockFile after) {
        public boolean isFirst() {
            return before.providers().isEmpty() && !after.providers().isEmpty();
        }

        public boolean isChanged() {
            return !before.equals(after);
        }
    }

    public Installer(Request request, InstallListener listener) {
        this.request = requireNonNull(request, "request");
        this.listener = requireNonNull(listener, "listener");
        this.downloads = new Downloads(request.config().tokens());
    }

    /// Copies a module into the folder, which must be empty but for what is hidden. Of a registry's
    /// module the newest version is taken.
    ///
    /// @throws FolderException if that is not possible
    public void copyModule(String source) {
        Hosts hosts = new Hosts(downloads, request.config().services());
        try {
            new FirstModule(request.folder(), new ModuleFetcher(hosts, downloads), listener)
                    .copy(source);
        } catch (IOException e) {
            throw new FolderException(
                    "Module cannot be copied", source + ": " + e.getMessage() + ".");
        }
    }

    /// Installs the modules. Their sources may use variables that are known.
    ///
    /// @throws FolderException if one cannot be installed
    public ModuleManifest installModules(Map<String, Value> variables) {
        Diagnostics diagnostics = new Diagnostics();
        ModuleManifest before = ModuleManifest.read(request.dataFolder(), diagnostics);
        Hosts hosts = new Hosts(downloads, request.config().services());
        ModuleManifest after =
                new ModuleInstaller(
                                new ModuleInstaller.Places(
                                        request.folder(),
                                        request.dataFolder(),
                                        listener,
                                        diagnostics),
                                new ModuleFetcher(hosts, downloads),
                                before,
                                request.upgrade())
                        .install(variables);
        refuse(diagnostics);
        try {
            if (after.modules().size() > 1 || !before.modules().isEmpty()) {
                after.write(request.dataFolder());
            }
        } catch (IOException e) {
            throw new FolderException(
                    "Modules cannot be installed", String.valueOf(e.getMessage()));
        }
        return after;
    }

    /// Whether the folder has modules to install.
    public boolean callsModules() {
        return !ModuleLoader.load(
                        new dev.slipway.terraform.config.FolderFiles(request.folder()),
                        "",
                        new Diagnostics())
                .calls()
                .isEmpty();
    }

    /// Loads the configuration with the modules that are installed.
    ///
    /// @throws FolderException if it is wrong
    public ConfigTree load(Map<String, Value> variables) {
        Diagnostics diagnostics = new Diagnostics();
        ModuleManifest manifest = ModuleManifest.read(request.dataFolder(), diagnostics);
        ConfigTree tree = new ConfigLoader(request.folder(), manifest, diagnostics).load(variables);
        refuse(diagnostics);
        return tree;
    }

    /// Installs the providers that a configuration needs, and those of the state's objects.
    ///
    /// @throws FolderException if one cannot be installed, or the lock file would have to change
    ///   and must not
    public Selected installProviders(ConfigTree config, Collection<ProviderSource> ofState) {
        Diagnostics diagnostics = new Diagnostics();
        SortedMap<ProviderSource, VersionConstraints> needed =
                new TreeMap<>(ProviderRequirements.of(config, diagnostics));
        ofState.stream()
                .filter(each -> !each.isBuiltIn())
                .forEach(each -> needed.putIfAbsent(each, VersionConstraints.NONE));
        LockFile before = LockFile.read(lockText(), diagnostics);
        refuse(diagnostics);
        needed.keySet().removeAll(request.config().overrides().keySet());
        needed.keySet()
                .removeAll(
                        Reattachment.parse(
                                        request.environment()
                                                .getOrDefault(Reattachment.VARIABLE, ""))
                                .keySet());
        LockFile selected =
                new ProviderInstaller(
                                origins(),
                                downloads,
                                request.dataFolder().resolve("providers"),
                                request.config().pluginCache(),
                                listener)
                        .install(needed, before, request.upgrade());
        LockFile after = withUntouched(selected, before);
        if (!after.equals(before)) {
            write(after);
        }
        return new Selected(before, after);
    }

    /// For which platforms packages are to be known, and where they are had if not where providers
    /// usually come from; of all providers if none are named.
    public record LockRequest(
            List<String> platforms,
            String folderMirror,
            String networkMirror,
            List<ProviderSource> providers) {
        public LockRequest {
            platforms = List.copyOf(platforms);
            providers = List.copyOf(providers);
        }
    }

    /// Makes the lock file know the packages for other platforms, without installing them.
    ///
    /// @throws FolderException if one cannot be had
    public LockFile lockPlatforms(ConfigTree config, LockRequest wanted) {
        Diagnostics diagnostics = new Diagnostics();
        SortedMap<ProviderSource, VersionConstraints> needed =
                ProviderRequirements.of(config, diagnostics);
        if (!wanted.providers().isEmpty()) {
            needed.keySet().retainAll(wanted.providers());
        }
        LockFile before = LockFile.read(lockText(), diagnostics);
        refuse(diagnostics);
        Origins from =
                !wanted.folderMirror().isEmpty()
                        ? Origins.ofFolders(
                                List.of(request.folder().resolve(wanted.folderMirror())))
                        : !wanted.networkMirror().isEmpty()
                                ? Origins.ofServer(wanted.networkMirror(), downloads)
                                : origins();
        LockFile after =
                new PackageCopies(from, downloads, listener)
                        .locked(needed, before, wanted.platforms());
        if (!after.equals(before)) {
            write(after);
        }
        return after;
    }

    /// Copies packages into a folder, which then can be a mirror, also for a web server.
    ///
    /// @throws FolderException if one cannot be had
    public void mirror(ConfigTree config, List<String> platforms, Path target) {
        Diagnostics diagnostics = new Diagnostics();
        SortedMap<ProviderSource, VersionConstraints> needed =
                ProviderRequirements.of(config, diagnostics);
        LockFile lock = LockFile.read(lockText(), diagnostics);
        refuse(diagnostics);
        new PackageCopies(origins(), downloads, listener).mirror(needed, lock, platforms, target);
    }

    Origins origins() {
        return request.pluginFolders().isEmpty()
                ? Origins.of(request.config(), request.folder(), request.environment(), downloads)
                : Origins.ofFolders(request.pluginFolders());
    }

    /// What is overridden now stays selected.
    private LockFile withUntouched(LockFile selected, LockFile before) {
        SortedMap<ProviderSource, LockFile.Entry> all = new TreeMap<>(selected.providers());
        request.config()
                .overrides()
                .keySet()
                .forEach(each -> {
                    LockFile.Entry entry = before.providers().get(each);
                    if (entry != null) {
                        all.put(each, entry);
                    }
                });
        return new LockFile(all);
    }

    private String lockText() {
        try {
            return Files.readString(request.lockFile());
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new FolderException("Lock file cannot be read", String.valueOf(e.getMessage()));
        }
    }

    private void write(LockFile lock) {
        if (request.readOnly()) {
            throw new FolderException(
                    "Provider dependency changes detected",
                    LockFile.NAME
                            + " would have to change, but is read-only; run init without"
                            + " -lockfile=readonly to change it.");
        }
        try {
            Path fresh = request.lockFile().resolveSibling(LockFile.NAME + ".new");
            Files.createDirectories(fresh.toAbsolutePath().getParent());
            Files.writeString(fresh, lock.write());
            Files.move(fresh, request.lockFile(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FolderException(
                    "Lock file cannot be written", String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(Diagnostics diagnostics) {
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
    }

    @Override
    public void close() {
        downloads.close();
    }
}
