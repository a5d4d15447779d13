package dev.slipway.stack;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.StackRun;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Carries out Stacks. Thread-safe.
public final class StackController implements Component, Stepwise {
    private static final int WORKERS = 2;

    private final Controller controller;
    private final EventRecorder recorder;
    private final Jobs jobs;
    private final StackEngine engine;

    /// To be made before the informers start. Repositories, plans and states go to `dataFolder`.
    public StackController(
            Cluster cluster, Informers informers, StackEngine engine, Path dataFolder, Time time) {
        this.engine = requireNonNull(engine, "engine");
        recorder = new EventRecorder("stack-controller", cluster, time);
        Informer<Stack> stacks = informers.of(Kinds.STACK);
        Informer<StackRun> runs = informers.of(Kinds.STACK_RUN);
        StackInputs inputs = new StackInputs(informers);
        AtomicReference<@Nullable Controller> made = new AtomicReference<>();
        jobs = new Jobs(key -> wake(made.get(), key));
        StackReconciler reconciler =
                new StackReconciler(
                        new StackParts(
                                stacks,
                                runs,
                                new StackWrites(cluster, stacks, runs, time),
                                new StackOutputs(cluster),
                                new StackSources(dataFolder, inputs, time::now),
                                engine,
                                new StackEvents(recorder),
                                jobs,
                                time));
        controller =
                Controller.named("stacks", reconciler, time)
                        .onChange(stacks)
                        .onOwnedChange(runs, Kinds.STACK)
                        .onChange(
                                inputs.secrets(),
                                secret -> StackSources.users(stacks, secret.key()))
                        .onChange(
                                inputs.configMaps(),
                                configMap -> StackSources.users(stacks, configMap.key()))
                        .workers(WORKERS)
                        .build();
        made.set(controller);
    }

    private static void wake(@Nullable Controller controller, ObjectKey key) {
        if (controller != null) {
            controller.wake(key);
        }
    }

    @Override
    public void start() {
        recorder.start();
        controller.start();
    }

    /// Lets what is applied end in good order first.
    @Override
    public void close() {
        jobs.close();
        controller.close();
        recorder.close();
        engine.close();
    }

    @Override
    public boolean step() throws InterruptedException {
        return controller.step() || recorder.step();
    }

    /// How the reconciling does.
    public ControllerFigures figures() {
        return controller.figures();
    }
}
