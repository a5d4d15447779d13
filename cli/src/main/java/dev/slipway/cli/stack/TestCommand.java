package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.terraform.config.VariableValues.Given;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.FolderTests;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.json.RunJson;
import dev.slipway.terraform.json.TestJson;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.test.TestFile;
import dev.slipway.terraform.test.TestListener;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `stack test`: carries out the test files of a configuration.
@Command(description = "Carry out the tests of the configuration.")
final class TestCommand implements Callable<Integer> {
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
            FolderTests tests = new FolderTests(folder, given);
            Diagnostics diagnostics = new Diagnostics();
            List<TestFile> files = tests.files(folderOfTests, filters, diagnostics);
            if (diagnostics.hasErrors()) {
                throw new FolderException(diagnostics.list());
            }
            TestListener view = json ? new JsonView(lines.tests()) : new TextView();
            if (json) {
                SortedMap<String, List<String>> names = new TreeMap<>();
                files.forEach(each ->
                        names.put(
                                each.path(),
                                each.runs().stream().map(TestFile.Run::name).toList()));
                lines.tests().found(names);
            }
            Map<Status, Integer> counts = new EnumMap<>(Status.class);
            for (TestFile each : files) {
                tests.run(each, view).forEach(status -> counts.merge(status, 1, Integer::sum));
            }
            return summary(counts);
        } catch (FolderException e) {
            tell(e.diagnostics());
            return 1;
        }
    }

    private int summary(Map<Status, Integer> counts) {
        int passed = counts.getOrDefault(Status.PASS, 0);
        int failed = counts.getOrDefault(Status.FAIL, 0) + counts.getOrDefault(Status.ERROR, 0);
        int skipped = counts.getOrDefault(Status.SKIP, 0);
        if (json) {
            lines.tests().summary(failed == 0 ? Status.PASS : Status.FAIL, counts);
        } else {
            shell.out()
                    .println(
                            "\n"
                                    + (failed == 0 ? "Success! " : "Failure! ")
                                    + passed
                                    + " passed, "
                                    + failed
                                    + " failed"
                                    + (skipped == 0 ? "." : ", " + skipped + " skipped."));
        }
        return failed == 0 ? 0 : 1;
    }

    private void tell(List<Diagnostic> said) {
        if (json) {
            said.forEach(lines::diagnostic);
        } else if (!said.isEmpty()) {
            shell.out().flush();
            shell.err().print(StackCommands.text(said, shell.colour(noColour)));
            shell.err().flush();
        }
    }

    private final class TextView implements TestListener {
        @Override
        public void fileStarts(String file) {
            shell.out().println(file + "... in progress");
        }

        @Override
        public void runStarts(String file, String run) {
            // Its end is told.
        }

        @Override
        public void runEnds(String file, String run, Status status, List<Diagnostic> said) {
            String word = status == Status.ERROR ? "fail" : status.name().toLowerCase(Locale.ROOT);
            shell.out().println("  run \"" + run + "\"... " + word);
            tell(said);
        }

        @Override
        public void fileIsTornDown(String file) {
            shell.out().println(file + "... tearing down");
        }

        @Override
        public void fileEnds(String file, Status status, List<Diagnostic> said) {
            tell(said);
            shell.out().println(file + "... " + (status == Status.PASS ? "pass" : "fail"));
        }
    }

    private record JsonView(TestJson tests) implements TestListener {
        @Override
        public void fileStarts(String file) {
            tests.fileStarts(file);
        }

        @Override
        public void runStarts(String file, String run) {
            tests.runStarts(file, run);
        }

        @Override
        public void runEnds(String file, String run, Status status, List<Diagnostic> said) {
            tests.runEnds(file, run, status);
            said.forEach(each -> tests.diagnostic(each, file, run));
        }

        @Override
        public void fileIsTornDown(String file) {
            tests.fileIsTornDown(file);
        }

        @Override
        public void fileEnds(String file, Status status, List<Diagnostic> said) {
            said.forEach(each -> tests.diagnostic(each, file, ""));
            tests.fileEnds(file, status);
        }
    }
}
