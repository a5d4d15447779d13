package dev.slipway.terraform.test;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.CheckResult;
import dev.slipway.state.State;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.engine.Engine;
import dev.slipway.terraform.engine.Inspection;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.test.Configurations.Loaded;
import dev.slipway.terraform.test.TestFile.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries out one run on a state in memory. Belongs to one thread.
final class RunExecution {
    private final Run run;
    private final Loaded loaded;
    private final Engine engine;
    private final State before;
    private final Instant now;
    private final Assertions assertions;
    private final ExpectedFailures failures;
    private final List<Diagnostic> said = new ArrayList<>();
    private @Nullable Plan shownPlan;
    private @Nullable State shownState;
    private @Nullable State kept;

    /// @param before the state as it is
    /// @param runs the outputs of the runs before, by their names
    RunExecution(Run run, Loaded loaded, Engine engine, State before, Value runs, Instant now) {
        this.run = run;
        this.loaded = loaded;
        this.engine = engine;
        this.before = before;
        this.now = now;
        this.assertions = new Assertions(run.assertions(), runs);
        this.failures = new ExpectedFailures(run.expectedFailures(), loaded.config());
        said.addAll(loaded.warnings());
    }

    List<Diagnostic> said() {
        return said;
    }

    /// The plan, if that was all that was asked for and it could be made.
    @Nullable Plan plan() {
        return shownPlan;
    }

    /// The state, if the plan was applied and nothing went wrong.
    @Nullable State state() {
        return shownState;
    }

    /// The state that has to be kept, even if not all could be applied.
    @Nullable State kept() {
        return kept;
    }

    @Nullable Value outputs() {
        return assertions.outputs();
    }

    Status carryOut() {
        List<Diagnostic> wrong = failures.wrongReferences();
        if (!wrong.isEmpty()) {
            said.addAll(wrong);
            return Status.ERROR;
        }
        PlanOutcome planned =
                engine.plan(
                        loaded.config(),
                        before,
                        options(),
                        RunListener.NONE,
                        run.plansOnly() ? assertions : Inspection.NONE);
        Plan plan = planned.plan();
        List<CheckResult> checks = plan == null ? List.of() : plan.checks();
        if (run.plansOnly()) {
            shownPlan = planned.hasErrors() ? null : plan;
            return finished(failures.unexpected(planned.diagnostics(), checks));
        }
        if (planned.hasErrors() || plan == null) {
            return unplanned(planned.diagnostics(), checks);
        }
        planned.diagnostics().stream().filter(each -> each.subject() == null).forEach(said::add);
        return applied(plan);
    }

    private Status applied(Plan plan) {
        ApplyOutcome applied =
                engine.apply(loaded.config(), plan, FileTests.application(loaded), assertions);
        kept = applied.state();
        shownState = applied.hasErrors() ? null : applied.state();
        return finished(failures.unexpected(applied.diagnostics(), applied.state().checks()));
    }

    /// A plan that fails as it is expected to still keeps anything from being applied.
    private Status unplanned(List<Diagnostic> diagnostics, List<CheckResult> checks) {
        List<Diagnostic> unexpected = failures.others(diagnostics, checks);
        if (unexpected.stream().noneMatch(FileTests::isError)) {
            said.addAll(unexpected);
            said.addAll(failures.early());
            diagnostics.stream().filter(FileTests::isError).forEach(said::add);
        } else {
            said.addAll(unexpected);
        }
        return Status.ERROR;
    }

    private Status finished(List<Diagnostic> unexpected) {
        said.addAll(unexpected);
        boolean broken = unexpected.stream().anyMatch(FileTests::isError);
        if (!broken) {
            List<Diagnostic> missing = failures.missing();
            said.addAll(missing);
            broken = !missing.isEmpty();
        }
        said.addAll(assertions.said());
        return broken ? Status.ERROR : assertions.status();
    }

    private PlanOptions options() {
        PlanOptions all = PlanOptions.normal(loaded.variables(), now);
        return new PlanOptions(
                run.options().refreshOnly() ? Plan.Mode.REFRESH_ONLY : Plan.Mode.NORMAL,
                run.options().refresh(),
                run.options().targets(),
                List.of(),
                run.options().replace(),
                all.variables(),
                all.workspace(),
                all.timestamp(),
                FileTests.PARALLELISM);
    }
}
