package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.ModulePath;
import dev.slipway.terraform.version.TerraformVersion;
import dev.slipway.terraform.version.VersionConstraints;
import dev.slipway.terraform.version.VersionException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Loads a root module with all modules it calls, as far as they are installed. Belongs to one
/// thread.
public final class ConfigLoader {
    private static final int DEPTH_MAX = 64;

    private final ConfigFiles files;
    private final ModuleManifest manifest;
    private final Diagnostics diagnostics;

    public ConfigLoader(Path workingFolder, ModuleManifest manifest, Diagnostics diagnostics) {
        this(new FolderFiles(workingFolder), manifest, diagnostics);
    }

    public ConfigLoader(ConfigFiles files, ModuleManifest manifest, Diagnostics diagnostics) {
        this.files = files;
        this.manifest = manifest;
        this.diagnostics = diagnostics;
    }

    /// `variables` are the root module's as far as they are known: sources of modules may use them.
    public ConfigTree load(Map<String, Value> variables) {
        return load(ModulePath.ROOT, "", new StaticValues.Given(variables), List.of());
    }

    private ConfigTree load(
            ModulePath path, String folder, StaticValues.Given given, List<String> above) {
        Module module = ModuleLoader.load(files, folder, diagnostics);
        module.settings().requiredVersions().forEach(this::check);
        StaticValues values = new StaticValues(module, given);
        SortedMap<String, ConfigTree> children = new TreeMap<>();
        List<String> chain = new java.util.ArrayList<>(above);
        chain.add(normal(folder));
        for (ModuleCall call : module.calls().values()) {
            String where = folder(path.child(call.name()), folder, call, values);
            if (where == null) {
                continue;
            }
            if (chain.size() > DEPTH_MAX || chain.contains(normal(where))) {
                diagnostics.error(
                        "Module calls itself",
                        "The module \""
                                + call.name()
                                + "\" is in "
                                + where
                                + ", which calls this one, so that there would be no end.",
                        call.range());
                continue;
            }
            ConfigTree child = load(path.child(call.name()), where, inputs(call, values), chain);
            checkInputs(call, child.module());
            children.put(call.name(), child);
        }
        return new ConfigTree(path, module, children);
    }

    /// A call gives values to variables of the module only.
    private void checkInputs(ModuleCall call, Module module) {
        call.inputs()
                .forEach((name, input) -> {
                    if (!module.variables().containsKey(name)) {
                        diagnostics.error(
                                "Unsupported argument",
                                "The module \""
                                        + call.name()
                                        + "\" has no variable named \""
                                        + name
                                        + "\"."
                                        + Suggestion.didYouMean(name, module.variables().keySet()),
                                input.nameRange());
                    }
                });
    }

    private void check(RequiredVersion required) {
        try {
            if (!VersionConstraints.parse(required.constraint()).allows(TerraformVersion.VERSION)) {
                diagnostics.error(
                        "Unsupported Terraform Core version",
                        "This configuration asks for another version: what is here behaves as"
                                + " Terraform "
                                + TerraformVersion.TEXT
                                + ".",
                        required.range());
            }
        } catch (VersionException e) {
            diagnostics.error("Invalid version constraint", e.getMessage() + ".", required.range());
        }
    }

    private static String normal(String folder) {
        return Path.of(folder).normalize().toString();
    }

    /// What of the child's variables can be told already.
    public static StaticValues.Given inputs(ModuleCall call, StaticValues values) {
        Map<String, Value> inputs = new HashMap<>();
        for (Map.Entry<String, Content.Attribute> each : call.inputs().entrySet()) {
            inputs.put(each.getKey(), values.valueOrUnknown(each.getValue().expression()));
        }
        return new StaticValues.Given(inputs);
    }

    /// Where a module lies, relative to the working folder; null if that cannot be told.
    private @Nullable String folder(
            ModulePath path, String parent, ModuleCall call, StaticValues values) {
        Value source = values.value(call.source(), diagnostics);
        if (source == null) {
            return null;
        }
        if (!source.isKnown() || source.isNull() || !(source.unmarked() instanceof Value.Text)) {
            diagnostics.error(
                    "Invalid module source",
                    "The source of a module must be a text that is known before anything is"
                            + " planned.",
                    call.source().range());
            return null;
        }
        String text = Values.text(source);
        if (isLocal(text) && call.version() != null) {
            diagnostics.error(
                    "Invalid registry module source address",
                    "A version can be chosen of modules in registries only, and not of a folder: \""
                            + text
                            + "\".",
                    call.source().range());
        }
        if (isLocal(text)) {
            return Path.of(parent).resolve(text).normalize().toString();
        }
        ModuleManifest.Installed installed = manifest.find(String.join(".", path.names()));
        if (installed == null) {
            diagnostics.error(
                    "Module not installed",
                    "This module is not yet installed. Run \"init\" to install all modules required"
                            + " by this configuration.",
                    call.source().range());
            return null;
        }
        return installed.folder();
    }

    /// Whether a source is a folder beside the module that names it.
    public static boolean isLocal(String source) {
        return source.equals(".")
                || source.equals("..")
                || source.startsWith("./")
                || source.startsWith("../");
    }
}
