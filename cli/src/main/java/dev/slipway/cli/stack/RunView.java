package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.provider.Providers;
import dev.slipway.state.State;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.json.RunJson;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.view.DiagnosticsText;
import dev.slipway.terraform.view.OutputText;
import dev.slipway.terraform.view.PlanText;
import dev.slipway.terraform.view.RunText;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// Tells of a run while it goes on: as text for people, or as lines of JSON. Safe for many threads.
final class RunView implements RunListener {
    private final Shell shell;
    private final RunOptions options;
    private final Schemas schemas;
    private final RunText text;
    private final RunJson json;

    RunView(Shell shell, RunOptions options, Providers providers) {
        this.shell = shell;
        this.options = options;
        this.schemas = Schemas.of(providers);
        this.text = new RunText(shell.out()::println, options.view(shell).colour());
        this.json = new RunJson(shell.out()::println, InstantSource.system());
        if (options.json()) {
            json.version(WorkingFolder.TERRAFORM_VERSION);
        }
    }

    @Override
    public void on(RunEvent event) {
        if (options.json()) {
            json.on(event);
        } else {
            text.on(event);
        }
    }

    /// Errors go to standard error, but in JSON everything is one stream.
    void diagnostics(List<Diagnostic> found) {
        if (options.json()) {
            found.forEach(json::diagnostic);
            return;
        }
        String told =
                new DiagnosticsText(options.view(shell), options.compactWarnings()).text(found);
        boolean errors =
                found.stream().anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
        (errors ? shell.err() : shell.out()).print(told);
        shell.out().flush();
    }

    void plan(Plan plan) throws IOException {
        if (options.json()) {
            json.plan(plan);
        } else {
            new PlanText(schemas, options.view(shell)).write(plan, shell.out());
        }
    }

    void applied(Plan plan, ApplyOutcome outcome) {
        int imported =
                (int)
                        plan.changes().stream()
                                .filter(each -> each.details().importing() != null)
                                .count();
        State state = outcome.state();
        if (options.json()) {
            // Whoever reads lines takes the summary for success.
            if (!outcome.hasErrors()) {
                json.applied(plan.mode(), imported, state.outputs());
            }
            return;
        }
        shell.out().println();
        shell.out().println(text.summary(plan.mode(), imported, !outcome.hasErrors()));
        if (!state.outputs().isEmpty() && !outcome.hasErrors()) {
            shell.out().println("\nOutputs:\n");
            shell.out().print(OutputText.all(state.outputs()));
        }
    }
}
