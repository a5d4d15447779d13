package dev.slipway.terraform.folder;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.VariableValues;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.engine.Cancellation;
import dev.slipway.terraform.engine.Engine;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plan, and maybe its application, in one folder, with the state locked all the while. Belongs
/// to one thread.
public final class FolderRun implements AutoCloseable {
    private final WorkingFolder folder;
    private final Map<String, Value> variables;
    private final ConfigTree config;
    private final StateStore states;
    private final StateStore.@Nullable Lock lock;
    private final State state;

    private FolderRun(
            WorkingFolder folder,
            Map<String, Value> variables,
            ConfigTree config,
            StateStore states,
            StateStore.@Nullable Lock lock) {
        this.folder = folder;
        this.variables = variables;
        this.config = config;
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
        Map<String, Value> variables = folder.variables(given, warnings);
        ConfigTree config = folder.config(variables);
        StateStore states = folder.states(config);
        StateStore.Lock lock = wait == null ? null : states.lock(folder.workspace(), request, wait);
        try {
            return new FolderRun(folder, variables, config, states, lock);
        } catch (StateException e) {
            if (lock != null) {
                lock.close();
            }
            throw e;
        }
    }

    public Map<String, Value> variables() {
        return variables;
    }

    public ConfigTree config() {
        return config;
    }

    public PlanOutcome plan(PlanOptions options, RunListener listener) {
        return folder.engine().plan(config, state, options, listener);
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
                                config,
                                plan,
                                new Engine.Application(
                                        lock.journal(),
                                        variables,
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
