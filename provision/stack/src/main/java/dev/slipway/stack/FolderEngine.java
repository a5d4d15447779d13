package dev.slipway.stack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonText;
import dev.slipway.hcl.json.JsonValues;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.install.CliConfigReader;
import dev.slipway.install.InstallListener;
import dev.slipway.install.Installer;
import dev.slipway.model.kinds.StackRun.Changes;
import dev.slipway.provider.ProviderException;
import dev.slipway.state.StateException;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.FolderFiles;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.config.VariableValues;
import dev.slipway.terraform.config.VariableValues.Given;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.engine.Cancellation;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.folder.BackendInit;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.FolderRun;
import dev.slipway.terraform.folder.LockFile;
import dev.slipway.terraform.folder.SharedProviders;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.remote.RemoteHosts;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.view.PlanText;
import dev.slipway.terraform.view.RunText;
import dev.slipway.terraform.view.ViewOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The engine of `provision/terraform`, in this process. A kept plan is its time and its text: when
/// it is applied it is made again for the same time, and must read the same. Thread-safe.
public final class FolderEngine implements StackEngine {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);
    private static final int PARALLELISM = 10;

    private final Path cacheFolder;
    private final SharedProviders providers;
    private final RemoteHosts remotes;
    private final InstantSource clock;

    /// Schemas of providers are cached in `cacheFolder`; provisioners reach `remotes`.
    public FolderEngine(Path cacheFolder, RemoteHosts remotes, InstantSource clock) {
        this.remotes = requireNonNull(remotes, "remotes");
        this.cacheFolder = requireNonNull(cacheFolder, "cacheFolder");
        this.clock = requireNonNull(clock, "clock");
        this.providers = new SharedProviders(System.getenv(), clock);
    }

    @Override
    public Planned plan(Job job, Path planFile) {
        return in(
                job,
                "plan",
                (folder, run) -> {
                    Instant now = clock.instant();
                    Plan plan = plan(job, folder, run, now);
                    String text = text(plan, folder);
                    Files.writeString(planFile, now + "\n" + text);
                    return new Planned(
                            changes(plan),
                            plan.isApplyable(),
                            text,
                            plan.drift().stream().map(each -> each.address().toString()).toList(),
                            plan.deferred().size());
                });
    }

    @Override
    public Applied apply(Job job, Path planFile) {
        return in(
                job,
                "apply",
                (folder, run) -> {
                    String kept = Files.readString(planFile);
                    int line = kept.indexOf('\n');
                    Plan plan = plan(job, folder, run, Instant.parse(kept.substring(0, line)));
                    if (!text(plan, folder).equals(kept.substring(line + 1))) {
                        throw new StackException(
                                "What would be done is not what was planned any more, since something"
                                        + " changed meanwhile. Nothing was done; plan again.");
                    }
                    Queue<String> log = new ConcurrentLinkedQueue<>();
                    RunListener listener = new RunText(log::add, false);
                    Cancellation cancellation = new Cancellation();
                    ApplyOutcome outcome;
                    try (Interruption _ = Interruption.of(cancellation)) {
                        outcome = run.apply(plan, PARALLELISM, listener, cancellation);
                    }
                    if (!plan.deferred().isEmpty() && !outcome.hasErrors()) {
                        log.add(plan.deferred().size() + " more can be planned now.");
                    }
                    return new Applied(
                            String.join("\n", log),
                            errors(outcome.diagnostics()),
                            outputs(outcome));
                });
    }

    /// Something to do in a folder, with the state locked.
    @FunctionalInterface
    private interface Work<T> {
        T in(WorkingFolder folder, FolderRun run) throws IOException;
    }

    private <T> T in(Job job, String operation, Work<T> work) {
        providers.evict();
        WorkingFolder.Places places =
                new WorkingFolder.Places(
                        job.folder(),
                        installed(job),
                        job.dataFolder(),
                        cacheFolder,
                        job.workspace());
        try (WorkingFolder folder =
                        WorkingFolder.open(places, System.getenv(), providers, remotes, clock);
                FolderRun run =
                        FolderRun.begin(
                                folder,
                                given(job),
                                new Diagnostics(),
                                new LockRequest(operation, "slipway", ""),
                                LOCK_WAIT)) {
            return work.in(folder, run);
        } catch (FolderException e) {
            throw new StackException(String.join("\n", errors(e.diagnostics())), e);
        } catch (StateException | ProviderException e) {
            throw new StackException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where modules and providers are: where somebody installed them, or else they are installed
    /// beside the state.
    private Path installed(Job job) {
        Path own = job.folder().resolve(".terraform");
        if (Files.isDirectory(own)) {
            return own;
        }
        Path data = job.dataFolder().resolve("installed");
        Map<String, String> environment = System.getenv();
        keepLock(job.folder().resolve(LockFile.NAME), data.resolve(LockFile.NAME));
        try (Installer installer =
                new Installer(
                        new Installer.Request(
                                job.folder(),
                                data,
                                data.resolve(LockFile.NAME),
                                CliConfigReader.read(environment),
                                environment,
                                false,
                                List.of(),
                                false),
                        InstallListener.NONE)) {
            Map<String, Value> variables =
                    new VariableValues(
                                    ModuleLoader.load(
                                            new FolderFiles(job.folder()), "", new Diagnostics()),
                                    job.folder(),
                                    new Diagnostics())
                            .gather(environment, given(job));
            installer.installModules(variables);
            ConfigTree config = installer.load(variables);
            installer.installProviders(config, List.of());
            initBackend(job, data, config);
            return data;
        } catch (FolderException e) {
            throw new StackException(String.join("\n", errors(e.diagnostics())), e);
        }
    }

    /// States are where the configuration says; nothing is brought there from elsewhere.
    private void initBackend(Job job, Path data, ConfigTree config) {
        WorkingFolder.Places places =
                new WorkingFolder.Places(
                        job.folder(), data, job.dataFolder(), cacheFolder, job.workspace());
        try (WorkingFolder folder =
                WorkingFolder.open(places, System.getenv(), providers, remotes, clock)) {
            new BackendInit(folder, new BackendInit.Request(List.of(), true, false, _ -> false))
                    .init(config);
        }
    }

    /// What the configuration selects is installed; checksums for this platform may be added.
    private static void keepLock(Path own, Path kept) {
        try {
            if (Files.exists(own)) {
                Files.createDirectories(kept.getParent());
                Files.copy(own, kept, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        providers.close();
    }

    private static List<Given> given(Job job) {
        List<Given> given = new ArrayList<>();
        job.variableFiles().forEach(file -> given.add(new Given.File(file)));
        job.variables()
                .forEach((name, input) ->
                        given.add(
                                switch (input) {
                                    case Input.Json(JsonNode json) -> typed(name, json);
                                    case Input.Text(String text, boolean sensitive) ->
                                            sensitive
                                                    ? new Given.Secret(name, text)
                                                    : new Given.Text(name, text);
                                }));
        return given;
    }

    private static Given typed(String name, JsonNode json) {
        try {
            return new Given.Typed(name, JsonValues.read(json.toString()));
        } catch (JsonException e) {
            throw new StackException("variable " + name + ": " + e.getMessage(), e);
        }
    }

    private static Plan plan(Job job, WorkingFolder folder, FolderRun run, Instant now) {
        Plan.Mode mode =
                switch (job.mode()) {
                    case NORMAL -> Plan.Mode.NORMAL;
                    case DESTROY -> Plan.Mode.DESTROY;
                    case REFRESH_ONLY -> Plan.Mode.REFRESH_ONLY;
                };
        PlanOptions options =
                new PlanOptions(
                        mode,
                        true,
                        List.of(),
                        List.of(),
                        List.of(),
                        run.variables(),
                        folder.workspace(),
                        now,
                        PARALLELISM);
        PlanOutcome outcome = run.plan(options, RunListener.NONE);
        Plan plan = outcome.plan();
        if (plan == null || outcome.hasErrors()) {
            throw new StackException(String.join("\n", errors(outcome.diagnostics())));
        }
        return plan;
    }

    private static List<String> errors(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(each -> each.severity() == Diagnostic.Severity.ERROR)
                .map(each -> {
                    String place = each.subject() == null ? "" : each.subject() + ": ";
                    return place + each.summary() + ": " + each.detail();
                })
                .toList();
    }

    private static String text(Plan plan, WorkingFolder folder) throws IOException {
        StringBuilder text = new StringBuilder();
        new PlanText(Schemas.of(folder.providers()), ViewOptions.PLAIN).write(plan, text);
        return text.toString();
    }

    private static Changes changes(Plan plan) {
        int imported = 0;
        int added = 0;
        int changed = 0;
        int destroyed = 0;
        for (ResourceChange each : plan.changes()) {
            Action action = each.action();
            imported += each.details().importing() == null ? 0 : 1;
            added += action == Action.CREATE || action.isReplace() ? 1 : 0;
            changed += action == Action.UPDATE ? 1 : 0;
            destroyed += action == Action.DELETE || action.isReplace() ? 1 : 0;
        }
        return new Changes(imported, added, changed, destroyed);
    }

    private static Map<String, Output> outputs(ApplyOutcome outcome) throws IOException {
        Map<String, Output> outputs = new TreeMap<>();
        for (var each : outcome.state().outputs().entrySet()) {
            outputs.put(
                    each.getKey(),
                    new Output(
                            MAPPER.readTree(JsonText.of(each.getValue().value())),
                            each.getValue().sensitive()));
        }
        return outputs;
    }
}
