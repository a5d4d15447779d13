package dev.slipway.terraform.engine;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.function.Surroundings;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Providers;
import dev.slipway.state.Journal;
import dev.slipway.state.State;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Node;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.remote.RemoteHosts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Plans configurations. Safe for many threads.
public final class Engine {
    private final Providers providers;
    private final Surroundings surroundings;
    private final RemoteHosts remotes;
    private final StandIns standIns;

    /// Functions of configurations see the surroundings, provisioners reach the remote hosts.
    public Engine(Providers providers, Surroundings surroundings, RemoteHosts remotes) {
        this(providers, surroundings, remotes, StandIns.NONE);
    }

    private Engine(
            Providers providers,
            Surroundings surroundings,
            RemoteHosts remotes,
            StandIns standIns) {
        this.remotes = requireNonNull(remotes, "remotes");
        this.providers = requireNonNull(providers, "providers");
        this.surroundings = requireNonNull(surroundings, "surroundings");
        this.standIns = requireNonNull(standIns, "standIns");
    }

    /// The same engine, but that others play what they say.
    public Engine with(StandIns others) {
        return new Engine(providers, surroundings, remotes, others);
    }

    private PlanRun.Means means() {
        return new PlanRun.Means(providers, surroundings, standIns);
    }

    /// Plans how to get from the state to the configuration. Mistakes are in the outcome; an
    /// interrupt of the thread makes providers end what is under way.
    public PlanOutcome plan(
            ConfigTree config, State state, PlanOptions options, RunListener listener) {
        return plan(config, state, options, listener, Inspection.NONE);
    }

    /// `inspection` looks at a plan that has no errors.
    public PlanOutcome plan(
            ConfigTree config,
            State state,
            PlanOptions options,
            RunListener listener,
            Inspection inspection) {
        List<Diagnostic> mistakes = mistakes(config, options);
        if (!mistakes.isEmpty()) {
            return new PlanOutcome(null, mistakes);
        }
        StateMoves objects = new StateMoves(state);
        List<MoveStatements.Statement> moves = MoveStatements.inOrder(config);
        objects.apply(moves);
        try (PlanRun run = new PlanRun(config, objects, options, means(), listener)) {
            List<Node> circle = run.graph.circle();
            if (!circle.isEmpty()) {
                return new PlanOutcome(null, List.of(cycle(circle)));
            }
            ProvisionerChecks.structure(config, run.findings());
            if (options.mode() == Plan.Mode.NORMAL) {
                run.imports.refuseUndeclared();
            }
            RemovedChecks.tell(config, run.findings());
            MoveStatements.check(moves, run.findings());
            try (TypeMoves across = new TypeMoves(run, providers)) {
                across.carryOut();
            }
            if (run.findings().hasErrors()) {
                return new PlanOutcome(null, run.findings().list());
            }
            PlanOutcome outcome = new Planning(run, state, moves).outcome();
            if (!outcome.hasErrors()) {
                inspection.inspect(new Inspection.Root(run.rootModule()));
            }
            return outcome;
        }
    }

    /// What is wrong whatever there is, also in parts that nothing would be planned of. Providers
    /// are asked only if something is, so that planning need not start them twice. What is wrong
    /// keeps nobody from destroying, or from what another part needs.
    private List<Diagnostic> mistakes(ConfigTree config, PlanOptions options) {
        boolean whole = options.targets().isEmpty() && options.excludes().isEmpty();
        if (options.mode() == Plan.Mode.DESTROY || !whole) {
            return List.of();
        }
        boolean wrong =
                validate(config, Validation.Depth.CONFIGURATION).stream()
                        .anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
        return wrong ? validate(config) : List.of();
    }

    /// What is wrong in a configuration, whatever variables and objects there are.
    public List<Diagnostic> validate(ConfigTree config) {
        return validate(config, Validation.Depth.PROVIDERS);
    }

    private List<Diagnostic> validate(ConfigTree config, Validation.Depth depth) {
        Map<String, Value> unknown = new HashMap<>();
        config.module()
                .variables()
                .forEach(
                        (name, each) -> unknown.put(name, Value.unknown(each.constraint().type())));
        Setting setting =
                OfflineRun.setting(surroundings, "default", surroundings.clock().instant());
        try (OfflineRun run = new OfflineRun(config, null, providers, setting, unknown, standIns)) {
            return new Validation(run, depth).diagnostics();
        }
    }

    /// Expressions of the root module, with objects as the state has them.
    public Console console(
            ConfigTree config, State state, Map<String, Value> variables, String workspace) {
        Setting setting =
                OfflineRun.setting(surroundings, workspace, surroundings.clock().instant());
        return new Console(new OfflineRun(config, state, providers, setting, variables, standIns));
    }

    /// Takes one remote object over into the state that the plan in the outcome is made from;
    /// nothing is planned but for that object and what it needs.
    public PlanOutcome importObject(
            ConfigTree config,
            State state,
            PlanOptions options,
            ImportRequest request,
            RunListener listener) {
        try (PlanRun run =
                new PlanRun(
                        config,
                        new StateMoves(state),
                        options.only(new Target.Instance(request.address())),
                        means(),
                        listener)) {
            List<Node> circle = run.graph.circle();
            if (!circle.isEmpty()) {
                return new PlanOutcome(null, List.of(cycle(circle)));
            }
            run.imports.add(request.address(), request.id());
            return new Planning(run, state, List.of()).outcome();
        }
    }

    /// What is to be taken over, and by which id its provider knows it.
    public record ImportRequest(InstanceAddress address, String id) {}

    /// Writes configuration for what `import` blocks name and nobody declares.
    public GeneratedOutcome generate(
            ConfigTree config, State state, PlanOptions options, RunListener listener) {
        try (PlanRun run = new PlanRun(config, new StateMoves(state), options, means(), listener)) {
            return new Generating(run).outcome();
        }
    }

    /// Carries out a plan. Each completed object is in the journal before the next thing happens
    /// with it. `variables` are the plan's, with those that are ephemeral given anew.
    public ApplyOutcome apply(ConfigTree config, Plan plan, Application application) {
        return apply(config, plan, application, Inspection.NONE);
    }

    /// `inspection` looks at what came of a plan that was applied without errors.
    public ApplyOutcome apply(
            ConfigTree config, Plan plan, Application application, Inspection inspection) {
        WorkingState state = new WorkingState(plan.prior(), application.journal());
        ApplyRun.Parts parts =
                new ApplyRun.Parts(
                        means(),
                        remotes,
                        application.variables(),
                        application.listener(),
                        application.cancellation(),
                        application.parallelism());
        try (ApplyRun run = new ApplyRun(config, plan, state, parts)) {
            ApplyOutcome outcome = new Applying(run).outcome();
            if (!outcome.hasErrors()) {
                inspection.inspect(new Inspection.Root(run.rootModule()));
            }
            return outcome;
        }
    }

    /// What applying takes beside the plan.
    public record Application(
            Journal journal,
            Map<String, Value> variables,
            RunListener listener,
            Cancellation cancellation,
            int parallelism) {
        public Application {
            variables = Map.copyOf(variables);
        }
    }

    static Diagnostic cycle(List<Node> circle) {
        if (circle.size() == 1 && circle.getFirst() instanceof Node.OfLocal) {
            return Diagnostic.error(
                    "Self-referencing local value",
                    circle.getFirst() + " cannot use its own result.",
                    null);
        }
        String way = circle.stream().map(Node::toString).collect(Collectors.joining(" -> "));
        return Diagnostic.error(
                "Cycle: " + circle.stream().map(Node::toString).collect(Collectors.joining(", ")),
                "These need each other, so that none can come first: "
                        + way
                        + " -> "
                        + circle.getFirst(),
                null);
    }
}
