package dev.slipway.terraform.test;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.Journal;
import dev.slipway.state.State;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.engine.Cancellation;
import dev.slipway.terraform.engine.Engine;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.test.Configurations.Loaded;
import dev.slipway.terraform.test.TestFile.Run;
import dev.slipway.terraform.version.TerraformVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Carries out the runs of one file, on states in memory, and destroys at the end what they made.
/// Belongs to one thread, but starts others for runs that may be carried out side by side.
public final class FileTests {
    static final int PARALLELISM = 10;
    private static final Journal NOWHERE = (_, _, _) -> {};

    private final TestFile file;
    private final Engine engine;
    private final Configurations configurations;
    private final TestListener listener;
    private final Options options;
    private final Map<String, Kept> states = new LinkedHashMap<>();
    private final Map<String, Value> outputs = new TreeMap<>();

    /// At most so many runs at once.
    public record Options(InstantSource clock, int parallelism) {}

    /// A state with the run that last wrote it.
    private record Kept(String run, State state, Loaded loaded) {}

    /// What a run came to.
    private record Done(
            RunResult result, @Nullable Loaded loaded, @Nullable State kept, @Nullable Value out) {}

    public FileTests(
            TestFile file,
            Engine engine,
            Configurations configurations,
            TestListener listener,
            Options options) {
        this.file = file;
        this.engine = engine;
        this.configurations = configurations;
        this.listener = listener;
        this.options = options;
    }

    /// How each run came out; after an error the others are skipped.
    public FileResult run() {
        listener.fileStarts(file.path());
        List<RunResult> results = new ArrayList<>();
        boolean skips = false;
        for (List<Run> batch : new Batches(options.parallelism()).of(file.runs())) {
            if (skips) {
                batch.forEach(each -> results.add(skipped(each)));
                continue;
            }
            for (Done each : carryOut(batch)) {
                results.add(each.result());
                skips |= each.result().status() == Status.ERROR;
            }
        }
        listener.fileIsTornDown(file.path());
        boolean clean = tearDown();
        Status status = clean ? Status.PASS : Status.ERROR;
        for (RunResult each : results) {
            status = worse(status, each.status());
        }
        listener.fileEnds(file.path(), status, configurations.missed(file));
        return new FileResult(file.path(), status, results);
    }

    private static Status worse(Status one, Status other) {
        return one.compareTo(other) >= 0 || other == Status.SKIP ? one : other;
    }

    private RunResult skipped(Run run) {
        RunResult result = RunResult.skipped(run.name(), options.clock().instant());
        listener.runEnds(file.path(), result);
        return result;
    }

    /// Several runs side by side, told of in their order.
    private List<Done> carryOut(List<Run> batch) {
        List<Done> done = new ArrayList<>();
        if (batch.size() == 1) {
            listener.runStarts(file.path(), batch.getFirst().name());
            done.add(carryOut(batch.getFirst()));
        } else {
            done.addAll(SideBySide.map(batch, this::carryOut));
            batch.forEach(each -> listener.runStarts(file.path(), each.name()));
        }
        for (int i = 0; i < batch.size(); i++) {
            keep(batch.get(i), done.get(i));
            listener.runEnds(file.path(), done.get(i).result());
        }
        return done;
    }

    private void keep(Run run, Done done) {
        if (done.kept() != null && done.loaded() != null) {
            // The state that was written last is destroyed first.
            states.remove(run.stateKey());
            states.put(run.stateKey(), new Kept(run.name(), done.kept(), done.loaded()));
        }
        if (done.out() != null) {
            outputs.put(run.name(), done.out());
        }
    }

    /// Reads what is kept, but changes nothing of it.
    private Done carryOut(Run run) {
        Instant start = options.clock().instant();
        long from = System.nanoTime();
        Diagnostics diagnostics = new Diagnostics();
        Configurations.Inputs given = given(run, diagnostics);
        if (diagnostics.hasErrors()) {
            return failed(run, diagnostics.list(), start, from);
        }
        Loaded loaded = configurations.load(file, run, given, diagnostics);
        if (loaded == null) {
            return failed(run, diagnostics.list(), start, from);
        }
        Kept kept = states.get(run.stateKey());
        State state =
                kept == null
                        ? State.empty(TerraformVersion.TEXT, UUID.randomUUID().toString())
                        : kept.state();
        RunExecution execution =
                new RunExecution(
                        run, loaded, engine.with(loaded.standIns()), state, given.runs(), start);
        Status status = execution.carryOut();
        RunResult result =
                new RunResult(
                        run.name(),
                        status,
                        execution.said(),
                        run.assertions().size(),
                        execution.plan(),
                        execution.state(),
                        start,
                        since(from));
        return new Done(result, loaded, execution.kept(), execution.outputs());
    }

    private static Done failed(Run run, List<Diagnostic> why, Instant start, long from) {
        RunResult result =
                new RunResult(
                        run.name(),
                        Status.ERROR,
                        why,
                        run.assertions().size(),
                        null,
                        null,
                        start,
                        since(from));
        return new Done(result, null, null, null);
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /// Variables of the run may refer to earlier runs, and to those of the file.
    private Configurations.Inputs given(Run run, Diagnostics diagnostics) {
        RunReferences references =
                new RunReferences(file, outputs.keySet(), "the current run block");
        Map<String, Value> names = new TreeMap<>();
        names.put("run", Values.object(outputs));
        Map<String, Value> ofFile = values(file.variables(), names, references, diagnostics);
        names.put("var", Values.object(ofFile));
        Map<String, Value> ofRun = values(run.variables(), names, references, diagnostics);
        return new Configurations.Inputs(ofFile, ofRun, Values.object(outputs));
    }

    private static Map<String, Value> values(
            Map<String, Content.Attribute> attributes,
            Map<String, Value> names,
            RunReferences references,
            Diagnostics diagnostics) {
        Map<String, Value> values = new TreeMap<>();
        attributes.forEach((name, attribute) -> {
            Diagnostics wrong = new Diagnostics();
            for (Reference each : References.of(attribute.expression())) {
                references.check(each, wrong);
            }
            if (!wrong.hasErrors()) {
                Evaluation evaluation =
                        Evaluator.evaluate(
                                attribute.expression(), Scope.of(names, TestFunctions.ALL));
                wrong.addAll(evaluation.diagnostics());
                values.put(name, evaluation.value());
            }
            diagnostics.addAll(wrong);
        });
        return values;
    }

    /// Whether nothing is left. The newest state is destroyed first.
    private boolean tearDown() {
        boolean clean = true;
        for (Kept each : new ArrayList<>(states.values()).reversed()) {
            if (each.state().resources().isEmpty()) {
                continue;
            }
            listener.runIsTornDown(file.path(), each.run());
            clean &= tearDown(each);
        }
        return clean;
    }

    private boolean tearDown(Kept kept) {
        Loaded loaded = kept.loaded();
        Engine own = engine.with(loaded.standIns());
        PlanOptions destroying =
                PlanOptions.normal(loaded.variables(), options.clock().instant())
                        .in(Plan.Mode.DESTROY);
        PlanOutcome planned = own.plan(loaded.config(), kept.state(), destroying, RunListener.NONE);
        List<Diagnostic> problems = new ArrayList<>();
        planned.diagnostics().stream().filter(FileTests::isError).forEach(problems::add);
        Plan plan = planned.plan();
        State left = kept.state();
        if (plan != null && !planned.hasErrors()) {
            ApplyOutcome applied = own.apply(loaded.config(), plan, application(loaded));
            applied.diagnostics().stream().filter(FileTests::isError).forEach(problems::add);
            left = applied.state();
        }
        if (!problems.isEmpty()) {
            listener.runIsLeft(file.path(), kept.run(), left, problems);
        }
        return problems.isEmpty();
    }

    static Engine.Application application(Loaded loaded) {
        return new Engine.Application(
                NOWHERE, loaded.variables(), RunListener.NONE, new Cancellation(), PARALLELISM);
    }

    static boolean isError(Diagnostic diagnostic) {
        return diagnostic.severity() == Diagnostic.Severity.ERROR;
    }
}
