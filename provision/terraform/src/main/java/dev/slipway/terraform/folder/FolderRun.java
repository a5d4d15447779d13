package dev.slipway.terraform.folder;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ResourceState;
import dev.slipway.state.State;
import dev.slipway.state.StateEdits;
import dev.slipway.state.StateException;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.FolderFiles;
import dev.slipway.terraform.config.KeptFiles;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.config.VariableValues;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.engine.Cancellation;
import dev.slipway.terraform.engine.Engine;
import dev.slipway.terraform.engine.Engine.ImportRequest;
import dev.slipway.terraform.engine.GeneratedOutcome;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.saved.SavedPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A plan, and maybe its application, in one folder, with the state locked all the while. Belongs
/// to one thread.
public final class FolderRun implements AutoCloseable {
    private final WorkingFolder folder;
    private Inputs inputs;
    private final StateStore states;
    private final StateStore.@Nullable Lock lock;
    private State state;

    /// What the run is made of beside the state.
    private record Inputs(
            Map<String, Value> variables,
            ConfigTree config,
            SortedMap<String, byte[]> files,
            ModuleManifest modules) {}

    private FolderRun(
            WorkingFolder folder,
            Inputs inputs,
            StateStore states,
            StateStore.@Nullable Lock lock) {
        this.folder = folder;
        this.inputs = inputs;
        this.states = states;
        this.lock = lock;
        this.state = folder.state(states);
    }

    /// Reads everything and locks the state, waiting so long for whoever has it; a null wait does
    /// not lock.
    ///
    /// @throws FolderException if the configuration or a variable is wrong
    /// @throws StateException if the state is locked or cannot be read
    public static FolderRun begin(
            WorkingFolder folder,
            List<VariableValues.Given> given,
            Diagnostics warnings,
            LockRequest request,
            @Nullable Duration wait) {
        folder.startEarly();
        Map<String, Value> variables = variables(folder, given, warnings);
        KeptFiles.Recording files = new KeptFiles.Recording(new FolderFiles(folder.folder()));
        Diagnostics diagnostics = new Diagnostics();
        ModuleManifest modules = folder.modules(diagnostics);
        ConfigTree config = folder.config(files, modules, variables, diagnostics);
        return open(folder, new Inputs(variables, config, files.read(), modules), request, wait);
    }

    /// A mistake in the configuration is what a variable without a value may come from.
    private static Map<String, Value> variables(
            WorkingFolder folder, List<VariableValues.Given> given, Diagnostics warnings) {
        try {
            return folder.variables(given, warnings);
        } catch (FolderException e) {
            folder.config(Map.of());
            throw e;
        }
    }

    /// Begins a run that applies a saved plan, with the configuration it was made of. `given` are
    /// the values of ephemeral variables, which are not kept.
    ///
    /// @throws FolderException if the plan has errors, the state or the locked providers are not
    ///   those it was made with any more, or a variable is missing
    /// @throws StateException if the state is locked or cannot be read
    public static FolderRun resume(
            WorkingFolder folder,
            SavedPlan saved,
            List<VariableValues.Given> given,
            LockRequest request,
            Duration wait) {
        Plan plan = saved.plan();
        folder.startEarly();
        if (plan.errored()) {
            throw new FolderException(
                    "Saved plan has errors",
                    "It was made to be looked at only: planning ended with errors. Plan again.");
        }
        if (!saved.lock().equals(folder.lock())) {
            throw new FolderException(
                    "Providers are not those of the plan",
                    ".terraform.lock.hcl is not what it was when the plan was made. Plan again, or"
                            + " bring the old file back and run init.");
        }
        KeptFiles files = KeptFiles.of(saved.files());
        Map<String, Value> variables = variables(folder, files, plan, given);
        ConfigTree config = folder.config(files, saved.modules(), variables, new Diagnostics());
        FolderRun run =
                open(
                        folder,
                        new Inputs(variables, config, saved.files(), saved.modules()),
                        request,
                        wait);
        if (!run.isAsItWas(plan.previous())) {
            run.close();
            throw new FolderException(
                    "Saved plan is stale",
                    "The state was changed after the plan was made: it is at serial "
                            + run.state.serial()
                            + " now, and was at "
                            + plan.previous().serial()
                            + " then. Plan again.");
        }
        return run;
    }

    private static Map<String, Value> variables(
            WorkingFolder folder, KeptFiles files, Plan plan, List<VariableValues.Given> given) {
        if (plan.inputs().ephemeralVariables().isEmpty()) {
            return plan.inputs().variables();
        }
        List<VariableValues.Given> all = new ArrayList<>(given);
        plan.inputs()
                .variables()
                .forEach((name, value) -> all.add(new VariableValues.Given.Typed(name, value)));
        return folder.variables(files, all, new Diagnostics());
    }

    private boolean isAsItWas(State then) {
        boolean begins = states.read(folder.workspace()) == null;
        return begins
                ? then.serial() == 0 && then.isEmpty()
                : then.serial() == state.serial() && then.lineage().equals(state.lineage());
    }

    private static FolderRun open(
            WorkingFolder folder, Inputs inputs, LockRequest request, @Nullable Duration wait) {
        StateStore states = folder.states(inputs.config());
        StateStore.Lock lock = wait == null ? null : states.lock(folder.workspace(), request, wait);
        try {
            return new FolderRun(folder, inputs, states, lock);
        } catch (StateException e) {
            if (lock != null) {
                lock.close();
            }
            throw e;
        }
    }

    public Map<String, Value> variables() {
        return inputs.variables();
    }

    public ConfigTree config() {
        return inputs.config();
    }

    /// A plan of this run with everything that another needs to apply it.
    public SavedPlan saved(Plan plan) {
        return new SavedPlan(plan, inputs.files(), inputs.modules(), folder.lock());
    }

    /// Plans with configuration that is written into a new file for what `import` blocks name and
    /// nobody declares.
    ///
    /// @throws FolderException if the file is there already, or not what configurations are in
    /// @throws IOException if it cannot be written
    public PlanOutcome planGenerating(Path file, PlanOptions options, RunListener listener)
            throws IOException {
        if (Files.exists(file)) {
            throw new FolderException(
                    "File exists", file + " is there already; name one that is not.");
        }
        GeneratedOutcome generated = folder.engine().generate(config(), state, options, listener);
        if (generated.texts().isEmpty()) {
            return generated.diagnostics().isEmpty()
                    ? plan(options, listener)
                    : new PlanOutcome(null, generated.diagnostics());
        }
        String text = generated.file();
        Files.writeString(file, text);
        Diagnostics diagnostics = new Diagnostics();
        SortedMap<String, byte[]> files = new TreeMap<>(inputs.files());
        String own = file.getFileName().toString();
        String name = own.endsWith(".tf") ? own : "generated.tf";
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
        KeptFiles kept = KeptFiles.of(files);
        ConfigTree config = folder.config(kept, inputs.modules(), variables(), diagnostics);
        inputs = new Inputs(variables(), config, files, inputs.modules());
        PlanOutcome outcome = plan(options, listener);
        return new PlanOutcome(
                outcome.plan() == null ? null : withTexts(outcome.plan(), generated),
                outcome.diagnostics());
    }

    private static Plan withTexts(Plan plan, GeneratedOutcome generated) {
        return plan.withChanges(
                plan.changes().stream()
                        .map(each -> {
                            GeneratedOutcome.Generated text = generated.texts().get(each.address());
                            return text == null ? each : each.withGeneratedConfig(text.text());
                        })
                        .toList());
    }

    public PlanOutcome plan(PlanOptions options, RunListener listener) {
        return folder.engine().plan(config(), state, options, listener);
    }

    /// Takes one remote object over into the state. What others say of it is in the answer.
    ///
    /// @throws FolderException if that is not possible
    /// @throws StateException if the state cannot be kept
    public List<Diagnostic> importObject(
            PlanOptions options, ImportRequest request, RunListener listener) {
        if (lock == null) {
            throw new IllegalStateException("The state is not locked");
        }
        InstanceAddress address = request.address();
        InstanceState there = state.instance(address);
        if (there != null && there.current() != null) {
            throw new FolderException(
                    "Object is in the state already",
                    address
                            + " is looked after already; to take over another, remove it from the"
                            + " state first.");
        }
        PlanOutcome outcome =
                folder.engine().importObject(config(), state, options, request, listener);
        Plan plan = outcome.plan();
        InstanceState found = plan == null ? null : plan.prior().instance(address);
        ResourceState resource = plan == null ? null : plan.prior().resource(address.resource());
        if (found == null || resource == null) {
            throw new FolderException(
                    outcome.hasErrors() ? outcome.diagnostics() : List.of(notDeclared(address)));
        }
        lock.write(StateEdits.withInstance(state, address, resource.provider(), found), false);
        return outcome.diagnostics();
    }

    private static Diagnostic notDeclared(InstanceAddress address) {
        return Diagnostic.error(
                "Nothing is declared to import into",
                "There is no " + address + " in the configuration. Declare it first.",
                null);
    }

    /// Applies a plan of this run and keeps the state that came of it, whatever happened. What was
    /// completed is durable one by one.
    ///
    /// @throws StateException if the state cannot be kept
    public ApplyOutcome apply(
            Plan plan, int parallelism, RunListener listener, Cancellation cancellation) {
        if (lock == null) {
            throw new IllegalStateException("The state is not locked");
        }
        keepMoves(plan);
        ApplyOutcome outcome =
                folder.engine()
                        .apply(
                                config(),
                                plan,
                                new Engine.Application(
                                        lock.journal(),
                                        variables(),
                                        listener,
                                        cancellation,
                                        parallelism));
        State now = folder.state(states);
        State done = outcome.state();
        lock.write(
                new State(
                        WorkingFolder.TERRAFORM_VERSION,
                        now.serial() + 1,
                        now.lineage(),
                        done.outputs(),
                        done.resources(),
                        done.checks()),
                true);
        state = folder.state(states);
        return outcome;
    }

    /// An object that was moved must not be found at both places should the run die.
    private void keepMoves(Plan plan) {
        if (lock != null && plan.changes().stream().anyMatch(ResourceChange::isMoved)) {
            State moved = plan.prior();
            State now = folder.state(states);
            lock.write(
                    new State(
                            WorkingFolder.TERRAFORM_VERSION,
                            now.serial() + 1,
                            now.lineage(),
                            now.outputs(),
                            moved.resources(),
                            now.checks()),
                    true);
        }
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
        }
        states.close();
    }
}
