package dev.slipway.terraform.engine;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.PrivateData;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.ResourceState;
import dev.slipway.state.State;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.config.Output;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.config.Variable;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.OutputChange;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.stored.StoredJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Has everything of a plan calculated, as much as can be at once, and puts it together. Belongs to
/// one thread.
final class Planning {
    private static final Comparator<ResourceChange> ORDER =
            Comparator.comparing(ResourceChange::address)
                    .thenComparing(each -> each.deposed() == null ? "" : each.deposed());

    private final PlanRun run;
    private final State previous;
    private final List<MoveStatements.Statement> moves;
    private final Queue<ResourceChange> changes = new ConcurrentLinkedQueue<>();

    Planning(PlanRun run, State previous, List<MoveStatements.Statement> moves) {
        this.run = run;
        this.previous = previous;
        this.moves = moves;
    }

    PlanOutcome outcome() {
        Tasks tasks = new Tasks();
        boolean evaluates = run.options.mode() != Plan.Mode.DESTROY;
        if (evaluates) {
            tasks.run(() -> module(run.rootModule(), tasks));
        }
        Orphans orphans = new Orphans(run);
        orphans.settle();
        for (InstanceAddress each : run.objects.addresses()) {
            tasks.run(() -> changes.addAll(orphans.of(each)));
        }
        tasks.await();
        SortedMap<String, OutputChange> outputs = outputs(evaluates);
        if (evaluates) {
            new MoveChecks(run).tell(moves);
            run.imports.refuseMissingInstances();
        }
        if (evaluates && run.selection.isWhole()) {
            Conditions.checkBlocks(run.rootModule(), run);
        }
        if (!run.selection.isWhole()) {
            warnOfParts();
        }
        run.opened().close();
        List<ResourceChange> sorted = changes.stream().sorted(ORDER).toList();
        if (!run.deferrals.changes().isEmpty() && !Deferrals.isProgress(sorted)) {
            run.findings()
                    .error(
                            "Something can never be planned",
                            "There is nothing left to apply that would tell what these need to know:"
                                    + run.deferrals.listed(),
                            null);
        }
        State prior = prior(outputs);
        Plan plan =
                new Plan(
                        run.options.mode(),
                        previous,
                        prior,
                        run.options.mode() == Plan.Mode.REFRESH_ONLY ? List.of() : sorted,
                        run.drift(),
                        List.copyOf(run.deferrals.changes()),
                        outputs,
                        run.checks().results(),
                        inputs(),
                        run.findings().hasErrors());
        return new PlanOutcome(plan, run.findings().list());
    }

    private void warnOfParts() {
        Diagnostics warning = new Diagnostics();
        warning.add(
                Diagnostic.warning(
                        "Resource targeting is in effect",
                        "-target or -exclude is in effect: the result may not be all that the"
                                + " configuration asks for. It is meant for exceptions, such as"
                                + " recovering from errors.",
                        null));
        run.findings().addAll(warning);
    }

    /// Everything that is selected in a module's instance and below.
    private void module(ModuleValues module, Tasks tasks) {
        if (module.isPlayed()) {
            return;
        }
        ModulePath path = module.instance().path();
        boolean whole = run.selection.isWhole();
        if (whole) {
            module.module().variables().keySet().forEach(module::variable);
        }
        for (Resource resource : module.module().resources().values()) {
            if (!run.selection.mayContain(resource.address().in(path))) {
                continue;
            }
            tasks.run(() -> {
                Expansion expansion = run.expansion(module, resource);
                if (isDeferred(expansion)) {
                    run.deferrals.defer(module.instance(), resource);
                }
                for (InstanceKey key : expansion.instances().keySet()) {
                    tasks.run(() -> {
                        ResourceChange change = run.instance(module, resource, key).change();
                        if (change != null) {
                            changes.add(change);
                        }
                    });
                }
            });
        }
        for (String call : module.callNames()) {
            if (module.isLoaded(call) && run.selection.mayContain(path.child(call))) {
                tasks.run(() -> call(module, call, tasks));
            }
        }
        if (whole) {
            module.module().locals().keySet().forEach(name -> tasks.run(() -> module.local(name)));
            module.module()
                    .outputs()
                    .keySet()
                    .forEach(name -> tasks.run(() -> module.output(name)));
        }
    }

    /// What is only looked at is not put off.
    private boolean isDeferred(Expansion expansion) {
        return expansion.kind() == Expansion.Kind.DEFERRED
                && run.options.mode() == Plan.Mode.NORMAL;
    }

    private void call(ModuleValues module, String name, Tasks tasks) {
        Expansion expansion = module.callExpansion(name);
        if (isDeferred(expansion)) {
            run.deferrals.defer(
                    module.instance().child(name, InstanceKey.NONE),
                    requireNonNull(run.root.find(module.instance().path().child(name))));
        }
        expansion.instances().keySet().forEach(key -> module(module.child(name, key), tasks));
    }

    private SortedMap<String, OutputChange> outputs(boolean wanted) {
        SortedMap<String, OutputChange> outputs = new TreeMap<>();
        if (wanted) {
            for (Output output : run.rootModule().module().outputs().values()) {
                if (run.selection.containsOutput(output.name())) {
                    Value after = run.rootModule().output(output.name());
                    outputs.put(output.name(), output(output.name(), after));
                }
            }
        }
        if (run.selection.isWhole()) {
            previous.outputs().keySet().stream()
                    .filter(name -> !outputs.containsKey(name))
                    .forEach(name -> outputs.put(name, output(name, Values.NULL)));
        }
        return outputs;
    }

    private OutputChange output(String name, Value after) {
        State.Output before = previous.outputs().get(name);
        boolean sensitive =
                Values.deepMarks(after).contains(Mark.SENSITIVE)
                        || (after.isNull() && before != null && before.sensitive());
        Value plain = Marks.plain(after);
        Value old = before == null ? Values.NULL : before.value();
        Action action;
        if (run.options.mode() == Plan.Mode.REFRESH_ONLY && !plain.isWhollyKnown()) {
            // It follows what is not in the state, which nobody changed elsewhere.
            action = Action.NOOP;
        } else if (before == null) {
            action = plain.isKnown() && plain.isNull() ? Action.NOOP : Action.CREATE;
        } else if (plain.isKnown() && plain.isNull()) {
            action = Action.DELETE;
        } else {
            boolean same = old.equals(plain) && before.sensitive() == sensitive;
            action = same ? Action.NOOP : Action.UPDATE;
        }
        Value shownOld = before != null && before.sensitive() ? old.withMark(Mark.SENSITIVE) : old;
        return new OutputChange(name, sensitive, new Change(action, shownOld, after));
    }

    /// The state as it is now: moved, refreshed, and with what data sources said.
    private State prior(SortedMap<String, OutputChange> outputs) {
        State moved = run.objects.state();
        SortedMap<ResourcePath, ResourceState> resources = new TreeMap<>(moved.resources());
        resources
                .keySet()
                .removeIf(path ->
                        isData(path)
                                && run.options.refresh()
                                && run.selection.mayContain(path.config()));
        SortedMap<ResourcePath, SortedMap<InstanceKey, InstanceState>> read = new TreeMap<>();
        Map<ResourcePath, PlanRun.ReadData> owners = new TreeMap<>();
        run.data()
                .forEach((address, data) -> {
                    owners.put(address.resource(), data);
                    read.computeIfAbsent(address.resource(), _ -> new TreeMap<>())
                            .put(address.key(), InstanceState.of(object(data)));
                });
        read.forEach((path, instances) -> {
            PlanRun.ReadData owner = owners.get(path);
            if (owner != null) {
                resources.put(path, new ResourceState(owner.provider(), instances));
            }
        });
        return new State(
                moved.terraformVersion(),
                moved.serial(),
                moved.lineage(),
                knownOutputs(outputs),
                resources,
                moved.checks());
    }

    /// Outputs that nothing planned will change.
    private SortedMap<String, State.Output> knownOutputs(SortedMap<String, OutputChange> outputs) {
        SortedMap<String, State.Output> known = new TreeMap<>(previous.outputs());
        outputs.forEach((name, each) -> {
            Value plain = Marks.plain(each.change().after());
            if (plain.isWhollyKnown() && !plain.isNull()) {
                known.put(name, new State.Output(plain, each.sensitive()));
            }
        });
        return known;
    }

    private static boolean isData(ResourcePath path) {
        return !path.resource().isManaged();
    }

    private static ObjectState object(PlanRun.ReadData data) {
        List<dev.slipway.hcl.value.ValuePath> sensitive = new ArrayList<>();
        Marks.of(data.value())
                .forEach((path, marks) -> {
                    if (marks.contains(Mark.SENSITIVE)) {
                        sensitive.add(path);
                    }
                });
        return new ObjectState(
                false,
                data.schema().version(),
                StoredJson.write(Marks.plain(data.value()), data.schema().block().type()),
                sensitive,
                PrivateData.NONE,
                null,
                List.of(),
                false);
    }

    private Plan.Inputs inputs() {
        SortedMap<String, Value> variables = new TreeMap<>();
        List<String> ephemeral = new ArrayList<>();
        for (Variable each : run.root.module().variables().values()) {
            Value given = run.options.variables().get(each.name());
            if (given != null && each.traits().ephemeral()) {
                ephemeral.add(each.name());
            } else if (given != null) {
                variables.put(each.name(), given);
            }
        }
        return new Plan.Inputs(
                variables,
                ephemeral,
                run.options.targets(),
                run.options.excludes(),
                run.options.workspace(),
                run.options.timestamp());
    }

    /// Work in virtual threads, which may add more. The first that fails unexpectedly is thrown at
    /// the end.
    static final class Tasks {
        private int open;
        private @Nullable RuntimeException failure;

        void run(Runnable task) {
            synchronized (this) {
                open++;
            }
            Thread.ofVirtual()
                    .start(() -> {
                        RuntimeException problem = null;
                        try {
                            task.run();
                        } catch (RuntimeException e) {
                            problem = e;
                        } catch (Error e) {
                            // Nobody would wait to the end otherwise.
                            problem =
                                    new IllegalStateException("A part of the run failed: " + e, e);
                        }
                        synchronized (this) {
                            failure = failure == null ? problem : failure;
                            open--;
                            notifyAll();
                        }
                    });
        }

        synchronized void await() {
            boolean interrupted = false;
            while (open > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
