package dev.slipway.terraform.test;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.CheckResult;
import dev.slipway.state.Journal;
import dev.slipway.state.State;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.engine.Cancellation;
import dev.slipway.terraform.engine.Engine;
import dev.slipway.terraform.engine.Inspection;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.test.TestFile.Run;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// Carries out the runs of one file, on states in memory, and destroys at the end what they made.
/// Belongs to one thread.
public final class FileTests {
    private static final Journal NOWHERE = (_, _, _) -> {};
    private static final int PARALLELISM = 10;

    private final TestFile file;
    private final Engine engine;
    private final Configurations configurations;
    private final TestListener listener;
    private final InstantSource clock;
    private final Map<String, Kept> states = new LinkedHashMap<>();
    private final Map<String, Value> outputs = new TreeMap<>();

    /// Where configurations come from.
    public interface Configurations {
        /// The configuration in a folder, empty for the one that is tested, with the values of
        /// those of its variables that are given; others keep what is given to all tests.
        ///
        /// @throws dev.slipway.terraform.folder.FolderException if it is wrong
        Loaded load(String folder, TestFile file, Map<String, Value> variables);

        /// A configuration, and its variables converted to their types.
        record Loaded(ConfigTree config, Map<String, Value> variables) {}
    }

    /// A state with the configuration that last wrote it.
    private record Kept(State state, Configurations.Loaded loaded) {}

    public FileTests(
            TestFile file,
            Engine engine,
            Configurations configurations,
            TestListener listener,
            InstantSource clock) {
        this.file = file;
        this.engine = engine;
        this.configurations = configurations;
        this.listener = listener;
        this.clock = clock;
    }

    /// How each run came out; after an error the others are skipped.
    public List<Status> run() {
        listener.fileStarts(file.path());
        List<Status> statuses = new ArrayList<>();
        boolean skips = false;
        for (Run each : file.runs()) {
            if (skips) {
                listener.runEnds(file.path(), each.name(), Status.SKIP, List.of());
                statuses.add(Status.SKIP);
                continue;
            }
            listener.runStarts(file.path(), each.name());
            List<Diagnostic> said = new ArrayList<>();
            Status status = run(each, said);
            listener.runEnds(file.path(), each.name(), status, said);
            statuses.add(status);
            skips = status == Status.ERROR;
        }
        listener.fileIsTornDown(file.path());
        List<Diagnostic> left = tearDown();
        boolean good = statuses.stream().allMatch(each -> each == Status.PASS);
        listener.fileEnds(file.path(), good && left.isEmpty() ? Status.PASS : Status.FAIL, left);
        if (!left.isEmpty()) {
            statuses.add(Status.ERROR);
        }
        return statuses;
    }

    private Status run(Run run, List<Diagnostic> said) {
        Diagnostics diagnostics = new Diagnostics();
        Map<String, Value> variables = variables(run, diagnostics);
        if (diagnostics.hasErrors()) {
            said.addAll(diagnostics.list());
            return Status.ERROR;
        }
        Configurations.Loaded loaded;
        try {
            loaded = configurations.load(run.module(), file, variables);
        } catch (dev.slipway.terraform.folder.FolderException e) {
            said.addAll(e.diagnostics());
            return Status.ERROR;
        }
        Kept kept = states.get(run.stateKey());
        State state =
                kept == null ? State.empty("1.11.4", UUID.randomUUID().toString()) : kept.state();
        return new Carried(run, loaded, state, said).status();
    }

    /// Those of the run may refer to earlier runs, and to those of the file.
    private Map<String, Value> variables(Run run, Diagnostics diagnostics) {
        Map<String, Value> values = new TreeMap<>();
        Map<String, Value> names = new TreeMap<>();
        names.put("run", Values.object(outputs));
        evaluate(file.variables(), names, values, diagnostics);
        names.put("var", Values.object(values));
        Map<String, Value> own = new TreeMap<>();
        evaluate(run.variables(), names, own, diagnostics);
        values.putAll(own);
        return values;
    }

    private static void evaluate(
            Map<String, Content.Attribute> attributes,
            Map<String, Value> names,
            Map<String, Value> values,
            Diagnostics diagnostics) {
        attributes.forEach((name, attribute) -> {
            Evaluation evaluation =
                    Evaluator.evaluate(attribute.expression(), Scope.of(names, functions()));
            diagnostics.addAll(evaluation.diagnostics());
            values.put(name, evaluation.value());
        });
    }

    private static Map<String, dev.slipway.hcl.eval.Function> functions() {
        return Functions.ALL;
    }

    /// The newest state is destroyed first.
    private List<Diagnostic> tearDown() {
        List<Diagnostic> problems = new ArrayList<>();
        for (Kept each : new ArrayList<>(states.values()).reversed()) {
            PlanOptions options =
                    PlanOptions.normal(each.loaded().variables(), clock.instant())
                            .in(Plan.Mode.DESTROY);
            PlanOutcome planned =
                    engine.plan(each.loaded().config(), each.state(), options, RunListener.NONE);
            planned.diagnostics().stream().filter(FileTests::isError).forEach(problems::add);
            Plan plan = planned.plan();
            if (plan != null && !planned.hasErrors()) {
                engine
                        .apply(each.loaded().config(), plan, application(each.loaded()))
                        .diagnostics()
                        .stream()
                        .filter(FileTests::isError)
                        .forEach(problems::add);
            }
        }
        return problems;
    }

    private static Engine.Application application(Configurations.Loaded loaded) {
        return new Engine.Application(
                NOWHERE, loaded.variables(), RunListener.NONE, new Cancellation(), PARALLELISM);
    }

    private static boolean isError(Diagnostic diagnostic) {
        return diagnostic.severity() == Diagnostic.Severity.ERROR;
    }

    /// One run that is carried out.
    private final class Carried {
        private final Run run;
        private final Configurations.Loaded loaded;
        private final State state;
        private final List<Diagnostic> said;
        private boolean failed;

        private Carried(Run run, Configurations.Loaded loaded, State state, List<Diagnostic> said) {
            this.run = run;
            this.loaded = loaded;
            this.state = state;
            this.said = said;
        }

        private Status status() {
            PlanOptions options = options();
            PlanOutcome planned =
                    engine.plan(
                            loaded.config(),
                            state,
                            options,
                            RunListener.NONE,
                            run.plansOnly() ? this::inspect : Inspection.NONE);
            Plan plan = planned.plan();
            if (planned.hasErrors() || plan == null) {
                return broken(planned.diagnostics(), plan == null ? List.of() : plan.checks());
            }
            said.addAll(planned.diagnostics());
            if (run.plansOnly()) {
                return finished(plan.checks());
            }
            ApplyOutcome applied =
                    engine.apply(loaded.config(), plan, application(loaded), this::inspect);
            states.put(run.stateKey(), new Kept(applied.state(), loaded));
            if (applied.hasErrors()) {
                return broken(applied.diagnostics(), applied.state().checks());
            }
            return finished(applied.state().checks());
        }

        private PlanOptions options() {
            PlanOptions all = PlanOptions.normal(loaded.variables(), clock.instant());
            return new PlanOptions(
                    run.options().refreshOnly() ? Plan.Mode.REFRESH_ONLY : Plan.Mode.NORMAL,
                    run.options().refresh(),
                    run.options().targets(),
                    List.of(),
                    run.options().replace(),
                    all.variables(),
                    all.workspace(),
                    all.timestamp(),
                    PARALLELISM);
        }

        private void inspect(Inspection.Root root) {
            Value now = root.outputs();
            Map<String, Value> own = new TreeMap<>();
            own.put("output", now);
            own.put("run", Values.object(outputs));
            for (Condition each : run.assertions()) {
                check(each, root, own);
            }
            outputs.put(run.name(), now);
        }

        private void check(Condition each, Inspection.Root root, Map<String, Value> own) {
            Evaluation evaluation = root.evaluate(each.condition(), own);
            Diagnostics found = evaluation.diagnostics();
            try {
                Value value =
                        Conversion.convert(evaluation.value(), Type.Primitive.BOOL).unmarked();
                if (!found.hasErrors() && !value.isKnown()) {
                    found.error(
                            "Unknown condition value",
                            "The condition cannot be told by planning only; use command = apply.",
                            each.condition().range());
                } else if (!found.hasErrors() && !Values.isTrue(value)) {
                    found.error(
                            "Test assertion failed",
                            message(each, root, own),
                            each.condition().range());
                }
            } catch (ConversionException e) {
                found.error(
                        "Invalid condition result",
                        "A condition is true or false: " + e.getMessage() + ".",
                        each.condition().range());
            }
            failed |= found.hasErrors();
            said.addAll(found.list());
        }

        private static String message(
                Condition condition, Inspection.Root root, Map<String, Value> own) {
            Value value = root.evaluate(condition.errorMessage(), own).value().unmarked();
            return value instanceof Value.Text(String text) ? text : "The assertion does not hold.";
        }

        /// Errors are right if all of them are failures that are expected.
        private Status broken(List<Diagnostic> diagnostics, List<CheckResult> checks) {
            Set<String> failing = failing(checks);
            long errors = diagnostics.stream().filter(FileTests::isError).count();
            boolean expected =
                    !failing.isEmpty()
                            && errors <= failing.size()
                            && expected().containsAll(failing);
            if (!expected) {
                said.addAll(diagnostics);
                return Status.ERROR;
            }
            return finished(checks);
        }

        private Status finished(List<CheckResult> checks) {
            Set<String> failing = failing(checks);
            for (Reference each : run.expectedFailures()) {
                if (!failing.contains(name(each))) {
                    Diagnostics missing = new Diagnostics();
                    missing.error(
                            "Missing expected failure",
                            "The checkable object, "
                                    + name(each)
                                    + ", was expected to report an error but did not.",
                            each.range());
                    said.addAll(missing.list());
                    failed = true;
                }
            }
            return failed ? Status.FAIL : Status.PASS;
        }

        private Set<String> expected() {
            Set<String> names = new TreeSet<>();
            run.expectedFailures().forEach(each -> names.add(name(each)));
            return names;
        }

        private static String name(Reference reference) {
            return reference.toString().replaceAll("\\[.*?\\]", "");
        }

        private static Set<String> failing(List<CheckResult> checks) {
            Set<String> names = new TreeSet<>();
            for (CheckResult each : checks) {
                if (each.status() == CheckResult.Status.FAIL
                        || each.status() == CheckResult.Status.ERROR) {
                    names.add(each.configAddress());
                }
            }
            return names;
        }
    }
}
