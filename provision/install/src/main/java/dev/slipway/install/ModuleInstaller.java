package dev.slipway.install;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.install.InstallListener.Kind;
import dev.slipway.state.address.ModulePath;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.FolderFiles;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.ModuleCall;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.config.ModuleManifest.Installed;
import dev.slipway.terraform.config.StaticValues;
import dev.slipway.terraform.version.Version;
import dev.slipway.terraform.version.VersionConstraints;
import dev.slipway.terraform.version.VersionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Installs the modules that a configuration calls, and those that they call, into `modules/` of
/// the data folder. Belongs to one thread.
final class ModuleInstaller {
    private static final int DEPTH_MAX = 64;

    private final Path folder;
    private final Path dataFolder;
    private final ModuleFetcher fetcher;
    private final InstallListener listener;
    private final Diagnostics diagnostics;
    private final ModuleManifest before;
    private final boolean upgrade;
    private final SortedMap<String, Installed> installed = new TreeMap<>();

    /// `before` is what was installed already; it stays where it fits, unless `upgrade`.
    ModuleInstaller(Places places, ModuleFetcher fetcher, ModuleManifest before, boolean upgrade) {
        this.folder = places.folder();
        this.dataFolder = places.dataFolder();
        this.listener = places.listener();
        this.diagnostics = places.diagnostics();
        this.fetcher = fetcher;
        this.before = before;
        this.upgrade = upgrade;
    }

    /// Where it works, and who is told.
    record Places(
            Path folder, Path dataFolder, InstallListener listener, Diagnostics diagnostics) {}

    /// What cannot be installed becomes diagnostics.
    ModuleManifest install(Map<String, Value> variables) {
        installed.put("", new Installed("", "", "."));
        visit(ModulePath.ROOT, "", new StaticValues.Given(variables));
        return new ModuleManifest(installed);
    }

    private void visit(ModulePath path, String at, StaticValues.Given given) {
        Module module = ModuleLoader.load(new FolderFiles(folder), at, diagnostics);
        StaticValues values = new StaticValues(module, given);
        for (ModuleCall call : module.calls().values()) {
            ModulePath inner = path.child(call.name());
            if (inner.names().size() > DEPTH_MAX) {
                diagnostics.error(
                        "Modules call each other",
                        "Modules are nested deeper than " + DEPTH_MAX + ".",
                        call.range());
                return;
            }
            Installed found = install(inner, at, call, values);
            if (found != null) {
                installed.put(String.join(".", inner.names()), found);
                visit(inner, found.folder(), ConfigLoader.inputs(call, values));
            }
        }
    }

    private @Nullable Installed install(
            ModulePath path, String parent, ModuleCall call, StaticValues values) {
        Value said = values.value(call.source(), diagnostics);
        if (said == null || !(said.unmarked() instanceof Value.Text(String text))) {
            if (said != null) {
                diagnostics.error(
                        "Invalid module source",
                        "The source of a module must be a text that is known beforehand.",
                        call.source().range());
            }
            return null;
        }
        try {
            return install(path, parent, ModuleSource.parse(text), constraints(call, values));
        } catch (IOException | VersionException | IllegalArgumentException e) {
            diagnostics.error(
                    "Module cannot be installed",
                    "module." + call.name() + ": " + e.getMessage() + ".",
                    call.source().range());
            return null;
        }
    }

    private VersionConstraints constraints(ModuleCall call, StaticValues values)
            throws VersionException {
        if (call.version() == null) {
            return VersionConstraints.NONE;
        }
        Value version = values.value(call.version(), diagnostics);
        return version == null || version.isNull() || !version.isKnown()
                ? VersionConstraints.NONE
                : VersionConstraints.parse(Values.text(version));
    }

    private Installed install(
            ModulePath path, String parent, ModuleSource source, VersionConstraints constraints)
            throws IOException, VersionException {
        String key = String.join(".", path.names());
        if (source instanceof ModuleSource.Local(String local)) {
            if (!constraints.isEmpty()) {
                throw new IOException("a module in a local folder has no version to choose");
            }
            String where = Path.of(parent).resolve(local).normalize().toString();
            if (!Files.isDirectory(folder.resolve(where))) {
                throw new IOException("there is no folder " + (where.isEmpty() ? "." : where));
            }
            told(key, source.toString(), where.isEmpty() ? "." : where);
            return new Installed(source.toString(), "", where.isEmpty() ? "." : where);
        }
        Installed known = before.find(key);
        if (known != null && !upgrade && isStill(known, source, constraints)) {
            return known;
        }
        return fetched(key, source, constraints);
    }

    /// Modules that are there already are not worth telling.
    private void told(String key, String source, String where) {
        Installed known = before.find(key);
        if (known == null || upgrade || !known.source().equals(source)) {
            listener.on(Kind.MODULE, key + " in " + where);
        }
    }

    private boolean isStill(Installed known, ModuleSource source, VersionConstraints constraints)
            throws VersionException {
        boolean fits =
                known.version().isEmpty()
                        ? constraints.isEmpty()
                        : constraints.allows(Version.parse(known.version()));
        return fits
                && known.source().equals(source.toString())
                && Files.isDirectory(folder.resolve(known.folder()));
    }

    private Installed fetched(String key, ModuleSource source, VersionConstraints constraints)
            throws IOException {
        Path place = dataFolder.resolve("modules").resolve(key);
        Files.createDirectories(place.getParent());
        Path work = Files.createTempDirectory(place.getParent(), ".new-");
        try {
            Path fresh = work.resolve("module");
            Files.createDirectories(fresh);
            String version = "";
            String inner = "";
            if (source instanceof ModuleSource.Registry registry) {
                Version chosen = fetcher.newest(registry, constraints);
                version = chosen.toString();
                listener.on(Kind.MODULE, "Downloading " + source + " " + version + " for " + key);
                inner = fetcher.fetch(fetcher.located(registry, chosen), fresh);
                inner = join(inner, registry.inner());
            } else {
                if (!constraints.isEmpty()) {
                    throw new IOException(
                            "only modules of a registry have versions to choose; name a ref in the"
                                    + " source instead");
                }
                listener.on(Kind.MODULE, "Downloading " + source + " for " + key);
                inner = fetcher.fetch(source, fresh);
            }
            Path module = fresh.resolve(inner).normalize();
            if (!module.startsWith(fresh) || !Files.isDirectory(module)) {
                throw new IOException("there is no folder \"" + inner + "\" in " + source);
            }
            Trees.replace(fresh, place);
            String where = shown(place.resolve(inner).normalize());
            listener.on(Kind.MODULE, key + " in " + where);
            return new Installed(source.toString(), version, where);
        } finally {
            Trees.delete(work);
        }
    }

    private static String join(String outer, String inner) {
        return outer.isEmpty() || inner.isEmpty() ? outer + inner : outer + "/" + inner;
    }

    private String shown(Path place) {
        return folder.toAbsolutePath()
                .normalize()
                .relativize(place.toAbsolutePath().normalize())
                .toString();
    }
}
