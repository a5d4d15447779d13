package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.Labels;
import dev.slipway.hcl.decode.OverridingContent;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Lexer;
import dev.slipway.state.address.ResourceAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads all files of a folder as one module. What is wrong becomes diagnostics, and what could be
/// understood is returned. Stateless.
public final class ModuleLoader {
    private ModuleLoader() {}

    /// Whether there is a configuration file in the folder.
    public static boolean isModule(Path folder) {
        return isModule(new FolderFiles(folder));
    }

    /// Whether there is a configuration file in the folder that is worked in.
    public static boolean isModule(ConfigFiles files) {
        try {
            List<String> names = files.names("");
            return names != null && names.stream().anyMatch(ModuleFiles::isConfiguration);
        } catch (IOException e) {
            return false;
        }
    }

    /// The folder is relative to the one that is worked in, empty for that itself; so it is shown
    /// to people and in `path.module`.
    public static Module load(ConfigFiles files, String folder, Diagnostics diagnostics) {
        Gathering gathering = new Gathering(diagnostics);
        for (ModuleFiles.Parsed file : new ModuleFiles(files, folder, diagnostics).read()) {
            gathering.add(file);
        }
        return gathering.module(Path.of(folder.isEmpty() ? "." : folder));
    }

    /// All blocks of a module, those of override files merged in, and then what they mean.
    private static final class Gathering {
        private static final Set<String> REPEATABLE = Set.of("moved", "removed", "import");
        private static final Set<String> MERGED = Set.of("lifecycle");

        private final Diagnostics diagnostics;
        private final Statics statics;
        private final SettingsReader settings;
        private final Map<String, Content.Block> named = new LinkedHashMap<>();
        private final List<Content.Block> unnamed = new ArrayList<>();
        private final SortedMap<String, Local> locals = new TreeMap<>();

        private Gathering(Diagnostics diagnostics) {
            this.diagnostics = diagnostics;
            this.statics = new Statics(diagnostics);
            this.settings = new SettingsReader(statics);
        }

        private void add(ModuleFiles.Parsed file) {
            Content.Found found = file.content().read(Schemas.FILE, diagnostics);
            for (Content.Block block : found.blocks()) {
                switch (block.type()) {
                    case "terraform" -> settings.read(block, file.overrides());
                    case "required_providers" ->
                            diagnostics.error(
                                    "Invalid required_providers block",
                                    "A \"required_providers\" block must be nested inside a"
                                            + " \"terraform\" block.",
                                    block.header());
                    case "language" -> {}
                    case "locals" -> locals(block, file.overrides());
                    default -> block(block, file.overrides());
                }
            }
        }

        private void locals(Content.Block block, boolean overrides) {
            block.body()
                    .justAttributes(diagnostics)
                    .forEach((name, attribute) -> {
                        Local before = locals.get(name);
                        if (before != null && !overrides) {
                            duplicate(
                                    "local value definition",
                                    name,
                                    before.range(),
                                    attribute.range());
                            return;
                        }
                        locals.put(
                                name, new Local(name, attribute.expression(), attribute.range()));
                    });
        }

        private void block(Content.Block block, boolean overrides) {
            if (REPEATABLE.contains(block.type())) {
                if (overrides) {
                    diagnostics.error(
                            "Cannot override \"" + block.type() + "\" blocks",
                            "Blocks of type \""
                                    + block.type()
                                    + "\" can appear only in normal files, not in override files.",
                            block.header());
                } else {
                    unnamed.add(block);
                }
                return;
            }
            if (!hasValidNames(block)) {
                return;
            }
            String key = key(block);
            Content.Block before = named.get(key);
            if (overrides) {
                override(block, key, before);
            } else if (before != null) {
                duplicate(
                        switch (block.type()) {
                            case "variable" -> "variable declaration";
                            case "output" -> "output definition";
                            case "module" -> "module call";
                            case "provider" -> "provider configuration";
                            default ->
                                    block.type()
                                            + " \""
                                            + block.labels().getFirst()
                                            + "\" configuration";
                        },
                        "",
                        before.header(),
                        block.header());
            } else {
                named.put(key, block);
            }
        }

        private void override(Content.Block block, String key, Content.@Nullable Block before) {
            if (before == null && block.type().equals("provider")) {
                named.put(key, block);
            } else if (before == null) {
                diagnostics.error(
                        block.labels().size() > 1
                                ? "Missing " + block.type() + " to override"
                                : "Missing base " + block.type() + " declaration to override",
                        "There is no "
                                + block.type()
                                + " \""
                                + String.join("\" \"", block.labels())
                                + "\". An override file can only override a block defined in a"
                                + " primary configuration file.",
                        block.header());
            } else {
                named.put(
                        key,
                        new Content.Block(
                                before.type(),
                                before.labels(),
                                new OverridingContent(before.body(), block.body(), MERGED),
                                before.header()));
            }
        }

        /// Providers are told apart by their alias as well.
        private String key(Content.Block block) {
            String key = block.type() + " " + String.join(".", block.labels());
            if (!block.type().equals("provider")) {
                return key;
            }
            Content.Found found =
                    block.body().readPart(Schemas.PROVIDER, new Diagnostics()).found();
            String alias = new Statics(new Diagnostics()).text(found.attributes().get("alias"), "");
            return key + "." + alias;
        }

        private boolean hasValidNames(Content.Block block) {
            for (int i = 0; i < block.labels().size(); i++) {
                String label = block.labels().get(i);
                if (!Lexer.isIdentifier(label)) {
                    diagnostics.error(
                            switch (block.type()) {
                                case "module" -> "Invalid module instance name";
                                case "variable", "output" -> "Invalid " + block.type() + " name";
                                default -> "Invalid resource " + (i == 0 ? "type name" : "name");
                            },
                            "\""
                                    + label
                                    + "\" is no name: a name must start with a letter or underscore"
                                    + " and may contain only letters, digits, underscores, and"
                                    + " dashes.",
                            Labels.range(block.header(), i));
                    return false;
                }
            }
            return true;
        }

        private void duplicate(String what, String name, SourceRange before, SourceRange now) {
            diagnostics.error(
                    "Duplicate " + what,
                    (name.isEmpty() ? "It" : "\"" + name + "\"")
                            + " was already declared at "
                            + before
                            + ". Names must be unique within a module.",
                    now);
        }

        private Module module(Path folder) {
            Kinds kinds = new Kinds(statics);
            named.values().forEach(kinds::add);
            RefactoringReader refactorings = new RefactoringReader(statics);
            for (Content.Block block : unnamed) {
                switch (block.type()) {
                    case "moved" -> refactorings.moved(block);
                    case "removed" -> refactorings.removed(block);
                    default -> refactorings.imported(block);
                }
            }
            return new Module(
                    folder,
                    settings.settings(),
                    kinds.variables,
                    locals,
                    kinds.outputs,
                    kinds.resources,
                    kinds.calls,
                    kinds.providers,
                    refactorings.refactorings(),
                    kinds.checks);
        }
    }

    /// The blocks that have names, by kind.
    private static final class Kinds {
        private final Diagnostics diagnostics;
        private final Statics statics;
        private final VariableReader variableReader;
        private final ResourceReader resourceReader;
        private final SortedMap<String, Variable> variables = new TreeMap<>();
        private final SortedMap<String, Output> outputs = new TreeMap<>();
        private final SortedMap<ResourceAddress, Resource> resources = new TreeMap<>();
        private final SortedMap<String, ModuleCall> calls = new TreeMap<>();
        private final List<ProviderBlock> providers = new ArrayList<>();
        private final SortedMap<String, Check> checks = new TreeMap<>();

        private Kinds(Statics statics) {
            this.statics = statics;
            this.diagnostics = statics.diagnostics();
            this.variableReader = new VariableReader(statics);
            this.resourceReader = new ResourceReader(statics);
        }

        private void add(Content.Block block) {
            String name = block.labels().getFirst();
            switch (block.type()) {
                case "variable" -> variables.put(name, variableReader.variable(block));
                case "output" -> {
                    Output output = variableReader.output(block);
                    if (output != null) {
                        outputs.put(name, output);
                    }
                }
                case "module" -> {
                    ModuleCall call = resourceReader.call(block);
                    if (call != null) {
                        calls.put(name, call);
                    }
                }
                case "provider" -> providers.add(provider(block));
                case "check" -> checks.put(name, check(block));
                default -> resource(resourceReader.resource(block));
            }
        }

        private void resource(Resource resource) {
            Resource before = resources.put(resource.address(), resource);
            if (before != null) {
                diagnostics.error(
                        "Duplicate resource configuration",
                        resource.address() + " was already declared at " + before.range() + ".",
                        resource.range());
            }
        }

        private ProviderBlock provider(Content.Block block) {
            Content.Partial partial = block.body().readPart(Schemas.PROVIDER, diagnostics);
            Content.Found found = partial.found();
            Content.Attribute version = found.attributes().get("version");
            Content.Attribute forEach = found.attributes().get("for_each");
            String alias = statics.text(found.attributes().get("alias"), "");
            if (!alias.isEmpty() && !Lexer.isIdentifier(alias)) {
                diagnostics.error(
                        "Invalid provider configuration alias",
                        "An alias must be a name: \"" + alias + "\" is none.",
                        block.header());
            }
            if (forEach != null && alias.isEmpty()) {
                diagnostics.error(
                        "Alias required when using \"for_each\"",
                        "A provider with \"for_each\" needs an \"alias\".",
                        forEach.range());
            }
            return new ProviderBlock(
                    block.labels().getFirst(),
                    alias,
                    forEach == null ? null : forEach.expression(),
                    version == null ? null : statics.text(version, ""),
                    partial.rest(),
                    block.header());
        }

        private Check check(Content.Block block) {
            Content.Found found = block.body().read(Schemas.CHECK, diagnostics);
            List<Content.Block> data = found.blocks("data");
            for (Content.Block extra : data.subList(Math.min(1, data.size()), data.size())) {
                diagnostics.error(
                        "Multiple data resource blocks",
                        "This check block already has a data resource defined at "
                                + data.getFirst().header()
                                + ".",
                        extra.header());
            }
            Resource resource = data.isEmpty() ? null : resourceReader.resource(data.getFirst());
            if (resource != null) {
                resource(resource);
            }
            List<Content.Block> assertions = found.blocks("assert");
            List<Condition> conditions = new ConditionReader(diagnostics).read(assertions);
            if (conditions.isEmpty()) {
                diagnostics.error(
                        "Zero assert blocks",
                        "Check blocks must have at least one assert block.",
                        block.header());
            }
            return new Check(block.labels().getFirst(), resource, conditions, block.header());
        }
    }
}
