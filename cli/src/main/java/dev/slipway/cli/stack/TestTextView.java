package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostic.Severity;
import dev.slipway.state.State;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.test.RunResult;
import dev.slipway.terraform.test.TestListener;
import dev.slipway.terraform.view.PlanText;
import dev.slipway.terraform.view.StateText;
import dev.slipway.terraform.view.ViewOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells people how tests go on: errors beside everything else, so that both can be read alone.
/// Belongs to one thread.
final class TestTextView implements TestListener {
    private static final int WIDTH = 78;

    private final Shell shell;
    private final @Nullable Schemas schemas;
    private final boolean colour;

    /// @param schemas what plans and states are shown with; null: they are not shown
    TestTextView(Shell shell, @Nullable Schemas schemas, boolean colour) {
        this.shell = shell;
        this.schemas = schemas;
        this.colour = colour;
    }

    static void tell(List<Diagnostic> said, Shell shell, boolean colour) {
        print(said, Severity.WARNING, shell.out(), colour);
        shell.out().flush();
        print(said, Severity.ERROR, shell.err(), colour);
        shell.err().flush();
    }

    private static void print(
            List<Diagnostic> said, Severity severity, PrintStream out, boolean colour) {
        List<Diagnostic> some = said.stream().filter(each -> each.severity() == severity).toList();
        if (!some.isEmpty()) {
            out.print(StackCommands.text(some, colour));
        }
    }

    @Override
    public void fileStarts(String file) {
        shell.out().println(file + "... in progress");
    }

    @Override
    public void runStarts(String file, String run) {
        // Its end is told.
    }

    @Override
    public void runEnds(String file, RunResult result) {
        shell.out().println("  run \"" + result.run() + "\"... " + result.status().said());
        try {
            show(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tell(result.said(), shell, colour);
    }

    private void show(RunResult result) throws IOException {
        Plan plan = result.plan();
        State state = result.state();
        if (schemas == null) {
            return;
        }
        if (plan != null) {
            ViewOptions options = new ViewOptions(colour, WIDTH, ViewOptions.Grouping.NEVER);
            new PlanText(schemas, options).write(plan, shell.out());
            shell.out().println();
        } else if (state != null) {
            shell.out().println();
            new StateText(schemas, colour).write(state, shell.out());
            shell.out().println();
        }
    }

    @Override
    public void fileIsTornDown(String file) {
        shell.out().println(file + "... tearing down");
    }

    @Override
    public void runIsTornDown(String file, String run) {
        // Only what is left is told.
    }

    @Override
    public void runIsLeft(String file, String run, State left, List<Diagnostic> said) {
        shell.out().flush();
        shell.err()
                .println(
                        "Slipway met an error while it destroyed what was made by "
                                + file
                                + "/"
                                + run
                                + ".");
        tell(said, shell, colour);
        if (!left.resources().isEmpty()) {
            shell.err().println("This is left of " + file + "/" + run + ", to be removed by hand:");
            instances(left).forEach(each -> shell.err().println("  - " + each));
        }
        shell.err().flush();
    }

    static List<String> instances(State state) {
        return state.resources().entrySet().stream()
                .filter(each -> each.getKey().resource().isManaged())
                .flatMap(each ->
                        each.getValue().instances().keySet().stream()
                                .map(key -> each.getKey().instance(key).toString()))
                .toList();
    }

    @Override
    public void fileEnds(String file, Status status, List<Diagnostic> said) {
        shell.out().println(file + "... " + status.said());
        tell(said, shell, colour);
    }
}
