package dev.slipway.terraform.folder;

import static java.util.Objects.requireNonNull;

import dev.slipway.backend.Backends;
import dev.slipway.hcl.function.Surroundings;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import dev.slipway.provider.installed.Installation;
import dev.slipway.provider.installed.InstalledProviders;
import dev.slipway.provider.process.ProviderLauncher;
import dev.slipway.provider.process.Reattachment;
import dev.slipway.state.State;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import dev.slipway.state.local.LocalStateStore;
import dev.slipway.terraform.builtin.BuiltInProvider;
import dev.slipway.terraform.builtin.RemoteStates;
import dev.slipway.terraform.config.Backend;
import dev.slipway.terraform.config.ConfigFiles;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Encryption;
import dev.slipway.terraform.config.FolderFiles;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.config.ProviderRequirements;
import dev.slipway.terraform.config.StaticValues;
import dev.slipway.terraform.config.VariableValues;
import dev.slipway.terraform.encryption.EncryptionReader;
import dev.slipway.terraform.encryption.Sealing;
import dev.slipway.terraform.engine.Engine;
import dev.slipway.terraform.remote.RemoteHosts;
import dev.slipway.terraform.version.TerraformVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One folder with a configuration, as a command or the server uses it: open for one run, then
/// closed, which ends the providers it started. Belongs to one thread, but for its engine.
public final class WorkingFolder implements AutoCloseable {
    public static final String TERRAFORM_VERSION = TerraformVersion.TEXT;

    /// More are not started before it is known that they are needed.
    private static final int EARLY_MAX = 3;

    private final Path folder;
    private final Path dataFolder;
    private final Path stateFolder;
    private final String workspace;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final @Nullable ProviderLauncher launcher;
    private final Providers providers;
    private final Runnable startEarly;
    private final RemoteHosts remotes;
    private EncryptionReader.@Nullable Encryption encryption;
    private final SecureRandom chance = new SecureRandom();

    private WorkingFolder(
            Places places,
            Map<String, String> environment,
            Map<ProviderSource, Path> overrides,
            @Nullable SharedProviders shared,
            RemoteHosts remotes,
            InstantSource clock) {
        this.remotes = requireNonNull(remotes, "remotes");
        this.folder = places.folder();
        this.dataFolder = places.dataFolder();
        this.stateFolder = places.stateFolder();
        this.workspace = places.workspace();
        this.environment = environment;
        this.clock = clock;
        this.launcher =
                shared != null
                        ? null
                        : new ProviderLauncher(ProviderLauncher.Options.from(environment), clock);
        Map<ProviderSource, Path> programs = InstalledPrograms.in(dataFolder, locked(), overrides);
        InstalledProviders installed =
                new InstalledProviders(
                        new Installation(
                                programs,
                                Reattachment.parse(
                                        environment.getOrDefault(Reattachment.VARIABLE, "")),
                                Map.of(
                                        ProviderSource.BUILT_IN,
                                        () -> new BuiltInProvider(chance, this::otherOutputs)),
                                new dev.slipway.provider.process.Surroundings(folder, environment)),
                        places.cacheFolder(),
                        launcher == null ? requireNonNull(shared).launcher() : launcher);
        this.providers = shared == null ? installed : shared.over(installed);
        Set<ProviderSource> expected = new TreeSet<>(locked().providers().keySet());
        expected.retainAll(programs.keySet());
        this.startEarly =
                () -> {
                    if (shared == null && !expected.isEmpty() && expected.size() <= EARLY_MAX) {
                        installed.startEarly(expected);
                    }
                };
    }

    /// Where everything is: the configuration, `.terraform`, the state, what may be shared, and
    /// which workspace it is about.
    public record Places(
            Path folder, Path dataFolder, Path stateFolder, Path cacheFolder, String workspace) {
        /// As Terraform's users have it, who may say otherwise by `TF_DATA_DIR` and `TF_WORKSPACE`.
        public static Places of(Path folder, Map<String, String> environment) {
            Path data = folder.resolve(environment.getOrDefault("TF_DATA_DIR", ".terraform"));
            String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
            Path cache =
                    Path.of(
                            environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"),
                            "slipway",
                            "schemas");
            return new Places(folder, data, folder, cache, selected(data, environment));
        }

        private static String selected(Path data, Map<String, String> environment) {
            String named = environment.getOrDefault("TF_WORKSPACE", "");
            if (!named.isEmpty()) {
                return named;
            }
            try {
                String kept = Files.readString(data.resolve("environment")).strip();
                return kept.isEmpty() ? StateStore.DEFAULT_WORKSPACE : kept;
            } catch (IOException e) {
                return StateStore.DEFAULT_WORKSPACE;
            }
        }
    }

    /// Opens a folder from which no other machines are reached. Programs started in it find
    /// `environment`.
    public static WorkingFolder open(
            Places places, Map<String, String> environment, InstantSource clock) {
        return open(places, environment, Map.of(), RemoteHosts.NONE, clock);
    }

    /// Opens a folder whose provisioners reach `remotes`. `overrides` are the folders of providers
    /// under development, which are used whatever is installed.
    public static WorkingFolder open(
            Places places,
            Map<String, String> environment,
            Map<ProviderSource, Path> overrides,
            RemoteHosts remotes,
            InstantSource clock) {
        return new WorkingFolder(
                requireNonNull(places, "places"),
                Map.copyOf(environment),
                overrides,
                null,
                remotes,
                clock);
    }

    /// Opens a folder whose providers are kept for the next run.
    public static WorkingFolder open(
            Places places,
            Map<String, String> environment,
            SharedProviders shared,
            RemoteHosts remotes,
            InstantSource clock) {
        return new WorkingFolder(
                requireNonNull(places, "places"),
                Map.copyOf(environment),
                Map.of(),
                requireNonNull(shared, "shared"),
                remotes,
                clock);
    }

    /// Has the providers that are selected start while everything else is read.
    void startEarly() {
        startEarly.run();
    }

    public Path folder() {
        return folder;
    }

    Map<String, String> environment() {
        return environment;
    }

    public Path dataFolder() {
        return dataFolder;
    }

    public String workspace() {
        return workspace;
    }

    public Providers providers() {
        return providers;
    }

    /// The configuration with all its modules.
    ///
    /// @throws FolderException if there is none, or it is wrong
    public ConfigTree config(Map<String, Value> variables) {
        Diagnostics diagnostics = new Diagnostics();
        ModuleManifest manifest = modules(diagnostics);
        return config(new FolderFiles(folder), manifest, variables, diagnostics);
    }

    /// The modules that are installed.
    ModuleManifest modules(Diagnostics diagnostics) {
        return ModuleManifest.read(dataFolder, diagnostics);
    }

    ConfigTree config(
            ConfigFiles files,
            ModuleManifest manifest,
            Map<String, Value> variables,
            Diagnostics diagnostics) {
        if (!ModuleLoader.isModule(files)) {
            throw new FolderException(
                    "No configuration files",
                    "There are no files ending in .tf or .tf.json in " + folder + ".");
        }
        ConfigTree tree = new ConfigLoader(files, manifest, diagnostics).load(variables);
        checkLocked(tree, diagnostics);
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        return tree;
    }

    /// What was selected when the folder was initialised must still be what is asked for.
    private void checkLocked(ConfigTree tree, Diagnostics diagnostics) {
        LockFile lock = locked();
        ProviderRequirements.of(tree, diagnostics)
                .forEach((source, constraints) -> {
                    LockFile.Entry entry = lock.providers().get(source);
                    if (entry != null && !constraints.allows(entry.version())) {
                        diagnostics.error(
                                "Inconsistent dependency lock file",
                                LockFile.NAME
                                        + " selects "
                                        + source
                                        + " "
                                        + entry.version()
                                        + ", but the configuration asks for \""
                                        + constraints
                                        + "\". To select another: slipway stack init -upgrade",
                                null);
                    }
                });
    }

    private LockFile locked() {
        return LockFile.read(lock(), new Diagnostics());
    }

    /// The text of the file that locks providers; empty if there is none.
    String lock() {
        Path own = folder.resolve(LockFile.NAME);
        try {
            return Files.readString(Files.exists(own) ? own : dataFolder.resolve(LockFile.NAME));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new FolderException("Lock file cannot be read", String.valueOf(e.getMessage()));
        }
    }

    /// The values of the root module's variables.
    ///
    /// @throws FolderException if one is missing or wrong
    public Map<String, Value> variables(List<VariableValues.Given> given, Diagnostics warnings) {
        return variables(new FolderFiles(folder), given, warnings);
    }

    Map<String, Value> variables(
            ConfigFiles files, List<VariableValues.Given> given, Diagnostics warnings) {
        Diagnostics diagnostics = new Diagnostics();
        var module = ModuleLoader.load(files, "", new Diagnostics());
        Map<String, Value> values =
                new VariableValues(module, folder, diagnostics).gather(environment, given);
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        warnings.addAll(diagnostics);
        return values;
    }

    /// Where the states of this configuration are kept.
    ///
    /// @throws FolderException if it is wrong, or the folder was not initialised for it
    public StateStore states(ConfigTree config) {
        BackendSetting setting = backend(config);
        BackendRecord record = BackendRecord.read(dataFolder);
        if (setting.isLocal() ? record != null : record == null) {
            throw new FolderException(
                    "Backend initialization required",
                    "States shall be kept by \""
                            + setting.type()
                            + "\", for which this folder was not initialised: slipway stack init");
        }
        boolean changed =
                record != null
                        && (!record.type().equals(setting.type())
                                || record.hash() != setting.hash());
        if (changed) {
            throw new FolderException(
                    "Backend initialization required",
                    "What the configuration says of the backend has changed: slipway stack init"
                            + " -migrate-state, or -reconfigure to leave states where they are.");
        }
        return states(config, record);
    }

    BackendSetting backend(ConfigTree config) {
        return BackendSetting.of(config.module(), staticVariables(config.module()));
    }

    /// Values of variables as far as they are given, for what must be known beforehand.
    private Map<String, Value> staticVariables(Module module) {
        return new VariableValues(module, folder, new Diagnostics()).gather(environment, List.of());
    }

    /// The states by what was kept when the folder was initialised; null: in files.
    StateStore states(ConfigTree config, @Nullable BackendRecord record) {
        if (record != null) {
            return Backends.open(
                    record.type(),
                    record.settings(),
                    new Backends.Ground(
                            folder,
                            dataFolder,
                            environment,
                            encryption(config.module()).state(),
                            clock));
        }
        Backend backend = config.module().settings().backend();
        LocalPlaces local =
                LocalPlaces.of(
                        config.module(),
                        backend == null || !backend.type().equals("local") ? null : backend);
        return new LocalStateStore(
                stateFolder.resolve(local.path()),
                stateFolder.resolve(local.workspaces()),
                clock,
                encryption(config.module()).state());
    }

    /// How states and plans are encrypted; read once, since keys take long to make.
    private synchronized EncryptionReader.Encryption encryption(Module module) {
        EncryptionReader.Encryption known = encryption;
        if (known == null) {
            Diagnostics diagnostics = new Diagnostics();
            Encryption block = module.settings().encryption();
            known =
                    new EncryptionReader(
                                    new StaticValues(
                                            module,
                                            new StaticValues.Given(staticVariables(module))),
                                    environment,
                                    clock,
                                    diagnostics)
                            .read(
                                    block == null ? null : block.config(),
                                    environment.getOrDefault("TF_ENCRYPTION", ""));
            if (diagnostics.hasErrors()) {
                throw new FolderException(diagnostics.list());
            }
            encryption = known;
        }
        return known;
    }

    /// How saved plans are encrypted.
    ///
    /// @throws FolderException if what is configured is wrong
    public Sealing planSealing() {
        return encryption(ModuleLoader.load(new FolderFiles(folder), "", new Diagnostics())).plan();
    }

    /// The state of the selected workspace, empty before the first.
    public State state(StateStore states) {
        State state = states.read(workspace);
        return state == null ? State.empty(TERRAFORM_VERSION, UUID.randomUUID().toString()) : state;
    }

    public Engine engine() {
        return new Engine(
                providers,
                new Surroundings(
                        folder, Path.of(System.getProperty("user.home", "")), clock, chance),
                remotes);
    }

    private Value otherOutputs(String backend, Value config, String name) {
        StateFormat format = remoteFormat();
        if (backend.equals("local")) {
            return OtherState.outputs(folder, config, name, format);
        }
        Map<String, Value> settings =
                config.unmarked() instanceof Value.Mapping mapping ? mapping.elements() : Map.of();
        try (StateStore states =
                Backends.open(
                        backend,
                        settings,
                        new Backends.Ground(folder, dataFolder, environment, format, clock))) {
            return OtherState.outputs(states, backend, name);
        }
    }

    /// How the state that a data source reads is encrypted.
    private StateFormat remoteFormat() {
        return encryption(ModuleLoader.load(new FolderFiles(folder), "", new Diagnostics()))
                .remote()
                .of(RemoteStates.READER.orElse(""));
    }

    @Override
    public void close() {
        providers.close();
        if (launcher != null) {
            launcher.close();
        }
    }
}
