package dev.slipway.terraform.folder;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.config.ConfigFiles;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.FolderFiles;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.VariableValues;
import dev.slipway.terraform.config.VariableValues.Given;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.test.FileTests;
import dev.slipway.terraform.test.FileTests.Configurations.Loaded;
import dev.slipway.terraform.test.TestFile;
import dev.slipway.terraform.test.TestFileReader;
import dev.slipway.terraform.test.TestListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The tests of the configuration in one folder. Belongs to one thread.
public final class FolderTests {
    private static final List<String> ENDINGS =
            List.of(".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json");

    private final WorkingFolder folder;
    private final List<Given> given;

    /// `given` are variables for all tests.
    public FolderTests(WorkingFolder folder, List<Given> given) {
        this.folder = requireNonNull(folder, "folder");
        this.given = List.copyOf(given);
    }

    /// The test files in the folder and in `inner`, in order; only those of `filters`, if there are
    /// any. What is wrong in them becomes diagnostics.
    ///
    /// @throws IOException if one cannot be read
    public List<TestFile> files(String inner, List<String> filters, Diagnostics diagnostics)
            throws IOException {
        List<TestFile> files = new ArrayList<>();
        TestFileReader reader = new TestFileReader(diagnostics);
        for (String each : names(inner)) {
            if (filters.isEmpty() || filters.contains(each)) {
                files.add(reader.read(each, Files.readString(folder.folder().resolve(each))));
            }
        }
        if (!filters.isEmpty() && files.size() < filters.size()) {
            diagnostics.error(
                    "Unknown test file",
                    "There is no "
                            + String.join(" or ", filters)
                            + " (expected: one of "
                            + names(inner)
                            + ").",
                    null);
        }
        return files;
    }

    private List<String> names(String inner) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path each : List.of(folder.folder(), folder.folder().resolve(inner))) {
            if (Files.isDirectory(each)) {
                try (Stream<Path> all = Files.list(each)) {
                    all.map(file -> folder.folder().relativize(file).toString())
                            .filter(name -> ENDINGS.stream().anyMatch(name::endsWith))
                            .sorted()
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    /// Carries out a file; how each run came out.
    public List<Status> run(TestFile file, TestListener listener) {
        return new FileTests(file, folder.engine(), this::load, listener, InstantSource.system())
                .run();
    }

    private Loaded load(String inner, TestFile file, Map<String, Value> values) {
        Path place = folder.folder().resolve(inner).normalize();
        ConfigFiles files = new FolderFiles(place);
        Module root = ModuleLoader.load(files, "", new Diagnostics());
        List<Given> all = new ArrayList<>();
        given.stream().filter(each -> fits(each, root)).forEach(all::add);
        values.forEach((name, value) -> {
            if (root.variables().containsKey(name)) {
                all.add(new Given.Typed(name, value));
            }
        });
        Diagnostics diagnostics = new Diagnostics();
        Map<String, Value> variables =
                new VariableValues(root, place, diagnostics).gather(folder.environment(), all);
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        ConfigTree config =
                folder.config(files, folder.modules(diagnostics), variables, diagnostics);
        return new Loaded(withProviders(config, file.providers()), variables);
    }

    private static boolean fits(Given given, Module root) {
        return switch (given) {
            case Given.Text(String name, _) -> root.variables().containsKey(name);
            case Given.Secret(String name, _) -> root.variables().containsKey(name);
            case Given.Typed(String name, _) -> root.variables().containsKey(name);
            case Given.File _ -> true;
        };
    }

    /// Providers of the test file stand for those of the same name.
    private static ConfigTree withProviders(ConfigTree config, List<ProviderBlock> own) {
        if (own.isEmpty()) {
            return config;
        }
        List<ProviderBlock> providers = new ArrayList<>(own);
        for (ProviderBlock each : config.module().providers()) {
            boolean replaced =
                    own.stream()
                            .anyMatch(other ->
                                    other.localName().equals(each.localName())
                                            && other.alias().equals(each.alias()));
            if (!replaced) {
                providers.add(each);
            }
        }
        return new ConfigTree(
                config.path(), config.module().withProviders(providers), config.children());
    }
}
