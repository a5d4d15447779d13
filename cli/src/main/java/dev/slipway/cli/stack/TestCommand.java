package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.terraform.config.VariableValues.Given;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.FolderTests;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.json.RunJson;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.test.FileResult;
import dev.slipway.terraform.test.JunitReport;
import dev.slipway.terraform.test.TestFile;
import dev.slipway.terraform.test.TestListener;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `stack test`: carries out the test files of a configuration.
@Command(description = "Carry out the tests of the configuration.")
final class TestCommand implements Callable<Integer> {
    private static final int PARALLELISM = 10;
    private static final String STANDARD_FOLDER = "tests";

    private final Shell shell;
    private final RunJson lines;
    private final List<Given> given = new ArrayList<>();

    @Option(names = "-filter", description = "Only this file; more than once for more.")
    private List<String> filters = new ArrayList<>();

    @Option(
            names = "-test-directory",
            defaultValue = "tests",
            description = "Where test files are beside the folder itself (default tests).")
    private String folderOfTests = "tests";

    @Option(names = "-verbose", description = "Show the plan or the state of each run.")
    private boolean verbose;

    @Option(names = "-junit-xml", description = "A file to write the results to, as JUnit's XML.")
    private String junitFile = "";

    @Option(
            names = "-parallelism",
            defaultValue = "10",
            description = "Parallel runs at once (default 10).")
    private int parallelism = PARALLELISM;

    @Option(names = "-cloud-run", hidden = true)
    private String cloudRun = "";

    @Option(names = "-json", description = "Print a line of JSON for everything that happens.")
    private boolean json;

    @Option(names = "-no-color", description = "No colours.")
    private boolean noColour;

    // picocli looks at it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "-help", usageHelp = true, description = "Show this help.")
    private boolean help;

    TestCommand(Shell shell) {
        this.shell = shell;
        this.lines = new RunJson(shell.out()::println, InstantSource.system());
    }

    // Called by picocli, as is the next.
    @SuppressWarnings("UnusedMethod")
    @Option(names = "-var", description = "NAME=VALUE: the value of a variable.")
    private void variable(List<String> all) {
        if (!all.isEmpty()) {
            String text = all.getLast();
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new MistakeException(
                        "Invalid -var option", "\"" + text + "\" (expected: -var NAME=VALUE).");
            }
            given.add(
                    new Given.Text(text.substring(0, equals).strip(), text.substring(equals + 1)));
        }
    }

    @SuppressWarnings("UnusedMethod")
    @Option(names = "-var-file", description = "A file with values of variables.")
    private void file(List<String> all) {
        if (!all.isEmpty()) {
            given.add(new Given.File(all.getLast()));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (json) {
            lines.version(WorkingFolder.TERRAFORM_VERSION);
        }
        try (WorkingFolder folder = Folders.open(shell)) {
            refuseWrongOptions();
            FolderTests tests = new FolderTests(folder, given);
            Diagnostics diagnostics = new Diagnostics();
            List<TestFile> files = tests.files(folderOfTests, filters, diagnostics);
            if (!tests.exists(folderOfTests) && !folderOfTests.equals(STANDARD_FOLDER)) {
                diagnostics.add(
                        Diagnostic.warning(
                                "Test directory does not exist",
                                "Requested test directory " + folderOfTests + " does not exist.",
                                null));
            }
            if (diagnostics.hasErrors()) {
                throw new FolderException(diagnostics.list());
            }
            tell(diagnostics.list());
            return carryOut(files, tests, Schemas.of(folder.providers()));
        } catch (FolderException e) {
            tell(e.diagnostics());
            return 1;
        }
    }

    private void refuseWrongOptions() {
        if (!cloudRun.isEmpty()) {
            throw new FolderException(
                    "Unsupported option -cloud-run",
                    "Tests are carried out here; there is no HCP Terraform to do it.");
        }
        if (!FolderTests.isLocal(folderOfTests)) {
            throw new FolderException(
                    "Invalid testing directory",
                    "The testing directory must be a relative path pointing to a directory local"
                            + " to the configuration directory.");
        }
        if (parallelism < 1) {
            throw new FolderException(
                    "Invalid -parallelism", parallelism + " (expected: a number from 1).");
        }
    }

    private int carryOut(List<TestFile> files, FolderTests tests, Schemas schemas)
            throws IOException {
        if (json) {
            SortedMap<String, List<String>> names = new TreeMap<>();
            files.forEach(each ->
                    names.put(each.path(), each.runs().stream().map(TestFile.Run::name).toList()));
            lines.tests().found(names);
        }
        TestListener view =
                json
                        ? new TestJsonView(lines.tests(), verbose ? schemas : null)
                        : new TestTextView(shell, verbose ? schemas : null, shell.colour(noColour));
        List<FileResult> results = new ArrayList<>();
        for (TestFile each : files) {
            results.add(tests.run(each, view, parallelism));
        }
        if (!junitFile.isEmpty()) {
            StringBuilder xml = new StringBuilder();
            JunitReport.write(results, xml);
            Files.writeString(shell.folder().resolve(junitFile), xml);
        }
        return summary(results);
    }

    private int summary(List<FileResult> results) {
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        Status status = Status.PASS;
        for (FileResult file : results) {
            status = file.status().compareTo(status) > 0 ? file.status() : status;
            file.runs().forEach(each -> counts.merge(each.status(), 1, Integer::sum));
        }
        if (json) {
            lines.tests().summary(status, counts);
        } else {
            shell.out().println(text(status, counts));
        }
        return status == Status.PASS ? 0 : 1;
    }

    private static String text(Status status, Map<Status, Integer> counts) {
        int failed = counts.getOrDefault(Status.FAIL, 0) + counts.getOrDefault(Status.ERROR, 0);
        int skipped = counts.getOrDefault(Status.SKIP, 0);
        return "\n"
                + (status == Status.PASS ? "Success! " : "Failure! ")
                + counts.getOrDefault(Status.PASS, 0)
                + " passed, "
                + failed
                + " failed"
                + (skipped == 0 ? "." : ", " + skipped + " skipped.");
    }

    private void tell(List<Diagnostic> said) {
        if (json) {
            said.forEach(lines::diagnostic);
        } else {
            TestTextView.tell(said, shell, shell.colour(noColour));
        }
    }
}
