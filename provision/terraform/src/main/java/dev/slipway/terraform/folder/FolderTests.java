package dev.slipway.terraform.folder;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.terraform.config.VariableValues.Given;
import dev.slipway.terraform.test.FileResult;
import dev.slipway.terraform.test.FileTests;
import dev.slipway.terraform.test.TestFile;
import dev.slipway.terraform.test.TestFileReader;
import dev.slipway.terraform.test.TestListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The tests of the configuration in one folder. Belongs to one thread.
public final class FolderTests {
    private static final List<String> ENDINGS =
            List.of(".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json");
    private static final List<String> MOCK_ENDINGS = List.of(".tfmock.hcl", ".tfmock.json");

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
        TestFileReader reader = new TestFileReader(this::mocks, diagnostics);
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

    /// Whether a folder of tests is one in this folder.
    public static boolean isLocal(String inner) {
        Path path = Path.of(inner).normalize();
        return !path.isAbsolute() && !path.startsWith("..");
    }

    /// Whether there is such a folder of tests.
    public boolean exists(String inner) {
        return Files.isDirectory(folder.folder().resolve(inner));
    }

    private List<String> names(String inner) throws IOException {
        List<String> names = new ArrayList<>(names("", ENDINGS));
        if (exists(inner) && !Path.of(inner).normalize().toString().isEmpty()) {
            names.addAll(names(inner, ENDINGS));
        }
        return names;
    }

    private List<String> names(String inner, List<String> endings) throws IOException {
        try (Stream<Path> all = Files.list(folder.folder().resolve(inner))) {
            return all.map(each -> folder.folder().relativize(each.normalize()).toString())
                    .filter(name -> endings.stream().anyMatch(name::endsWith))
                    .sorted()
                    .toList();
        }
    }

    private List<SourceText> mocks(String inner) throws IOException {
        List<SourceText> files = new ArrayList<>();
        for (String each : names(inner, MOCK_ENDINGS)) {
            files.add(new SourceText(each, Files.readString(folder.folder().resolve(each))));
        }
        return files;
    }

    /// Carries out a file, at most so many of its runs at once.
    public FileResult run(TestFile file, TestListener listener, int parallelism) {
        return new FileTests(
                        file,
                        folder.engine(),
                        new TestConfigurations(folder, given),
                        listener,
                        new FileTests.Options(InstantSource.system(), parallelism))
                .run();
    }
}
