package dev.slipway.terraform.folder;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.config.ConfigFiles;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.FolderFiles;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.config.Variable;
import dev.slipway.terraform.config.VariableValues;
import dev.slipway.terraform.config.VariableValues.Given;
import dev.slipway.terraform.mock.Cast;
import dev.slipway.terraform.mock.OverrideBlock;
import dev.slipway.terraform.test.Configurations;
import dev.slipway.terraform.test.TestFile;
import dev.slipway.terraform.test.TestFile.Run;
import dev.slipway.terraform.test.TestFunctions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Loads the configurations of the runs of tests in one folder. Safe for many threads, as far as
/// the folder is.
final class TestConfigurations implements Configurations {
    private static final String MISSING = "No value for required variable";

    private final WorkingFolder folder;
    private final List<Given> ofAll;
    private final String seed = UUID.randomUUID().toString();

    /// @param ofAll variables for all tests
    TestConfigurations(WorkingFolder folder, List<Given> ofAll) {
        this.folder = folder;
        this.ofAll = List.copyOf(ofAll);
    }

    @Override
    public @Nullable Loaded load(
            TestFile file, Run run, Configurations.Inputs inputs, Diagnostics diagnostics) {
        try {
            return loaded(file, run, inputs);
        } catch (FolderException e) {
            e.diagnostics().forEach(diagnostics::add);
            return null;
        }
    }

    private Loaded loaded(TestFile file, Run run, Configurations.Inputs inputs) {
        ConfigFiles files = new FolderFiles(place(run.module()));
        Module root = ModuleLoader.load(files, "", new Diagnostics());
        Map<String, Value> variables = variables(root, inputs.ofFile(), inputs.ofRun());
        refuseMissing(root, run, variables);
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree config =
                folder.config(files, folder.modules(diagnostics), variables, diagnostics);
        Map<String, Value> names = new TreeMap<>(inputs.ofFile());
        names.putAll(variables(root, inputs.ofFile(), Map.of()));
        Scope scope =
                Scope.of(
                        Map.of("var", Values.object(names), "run", inputs.runs()),
                        TestFunctions.ALL);
        TestProviders providers =
                new TestProviders(file, run, config, scope, inputs.runs(), diagnostics);
        ConfigTree changed = providers.config();
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        List<OverrideBlock> overrides = new ArrayList<>(run.overrides());
        overrides.addAll(file.overrides());
        List<Diagnostic> warnings = new ArrayList<>(undeclared(root, run));
        warnings.addAll(missed(run.overrides(), changed));
        return new Loaded(
                changed,
                variables,
                new Cast(providers.mocks(), overrides, seed + run.stateKey()),
                warnings);
    }

    private Path place(String inner) {
        return folder.folder().resolve(inner).normalize();
    }

    private Map<String, Value> variables(
            Module root, Map<String, Value> ofFile, Map<String, Value> ofRun) {
        List<Given> all = new ArrayList<>();
        ofAll.stream().filter(each -> fits(each, root)).forEach(all::add);
        Map<String, Value> own = new TreeMap<>(ofFile);
        own.putAll(ofRun);
        own.forEach((name, value) -> {
            if (root.variables().containsKey(name)) {
                all.add(new Given.Typed(name, value));
            }
        });
        Diagnostics diagnostics = new Diagnostics();
        Map<String, Value> variables =
                new VariableValues(root, folder.folder(), diagnostics)
                        .gather(folder.environment(), all);
        // What is missing is told in the words of tests.
        List<Diagnostic> others =
                diagnostics.list().stream()
                        .filter(each -> !each.summary().equals(MISSING))
                        .toList();
        if (others.stream().anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR)) {
            throw new FolderException(others);
        }
        return variables;
    }

    private static boolean fits(Given given, Module root) {
        return switch (given) {
            case Given.Text(String name, _) -> root.variables().containsKey(name);
            case Given.Secret(String name, _) -> root.variables().containsKey(name);
            case Given.Typed(String name, _) -> root.variables().containsKey(name);
            case Given.File _ -> true;
        };
    }

    private static void refuseMissing(Module root, Run run, Map<String, Value> variables) {
        Diagnostics diagnostics = new Diagnostics();
        for (Variable each : root.variables().values()) {
            if (each.isRequired() && !variables.containsKey(each.name())) {
                diagnostics.error(
                        MISSING,
                        "The module under test for run block \""
                                + run.name()
                                + "\" has a required variable \""
                                + each.name()
                                + "\" with no set value. Use a -var or -var-file command line"
                                + " argument or add this variable into a \"variables\" block"
                                + " within the test file or run block.",
                        each.range());
            }
        }
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
    }

    private static List<Diagnostic> undeclared(Module root, Run run) {
        List<Diagnostic> warnings = new ArrayList<>();
        for (Content.Attribute each : run.variables().values()) {
            if (!root.variables().containsKey(each.name())) {
                warnings.add(
                        Diagnostic.warning(
                                "Value for undeclared variable",
                                "The module under test does not declare a variable named \""
                                        + each.name()
                                        + "\", but it is declared in run block \""
                                        + run.name()
                                        + "\".",
                                each.range()));
            }
        }
        return warnings;
    }

    @Override
    public List<Diagnostic> missed(TestFile file) {
        if (file.overrides().isEmpty()) {
            return List.of();
        }
        Diagnostics ignored = new Diagnostics();
        ConfigTree config =
                folder.config(
                        new FolderFiles(folder.folder()),
                        folder.modules(ignored),
                        Map.of(),
                        ignored);
        return missed(file.overrides(), config);
    }

    private static List<Diagnostic> missed(List<OverrideBlock> overrides, ConfigTree config) {
        return overrides.stream()
                .filter(each -> !each.isIn(config))
                .map(each ->
                        Diagnostic.warning(
                                "Invalid override target",
                                "The override target "
                                        + each.target()
                                        + " does not exist within the configuration under test."
                                        + " This could indicate a typo in the target address or an"
                                        + " unnecessary override.",
                                each.targetRange()))
                .toList();
    }
}
