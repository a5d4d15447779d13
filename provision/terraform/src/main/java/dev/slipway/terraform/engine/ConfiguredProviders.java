package dev.slipway.terraform.engine;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.Block;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.Repetition;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The providers of a run, each started and configured when it is first needed. Thread-safe.
final class ConfiguredProviders implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConfiguredProviders.class.getName());

    private final Providers providers;
    private final StandIns standIns;
    private final Function<ModuleInstance, ModuleValues> modules;
    private final Findings findings;
    private final Map<ProviderAddress, Memo<Started>> started = new ConcurrentHashMap<>();
    private final Queue<Provider> running = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    ConfiguredProviders(
            PlanRun.Means means,
            Function<ModuleInstance, ModuleValues> modules,
            Findings findings) {
        this.providers = means.providers();
        this.standIns = means.standIns();
        this.modules = modules;
        this.findings = findings;
    }

    /// A provider, which may not be usable since its configuration is wrong.
    private record Started(Provider provider, boolean usable, boolean waits) {}

    /// Whether the provider is of no use before more is known: parts of its configuration are not,
    /// and it refuses such a configuration.
    boolean waits(ProviderAddress address, @Nullable ProviderBlock block) {
        return block != null && block.forEach() == null && started(address, block).waits();
    }

    /// The provider; null if it cannot be used, which has been told then. Throws
    /// [dev.slipway.provider.ProviderException] if it cannot be started.
    @Nullable Provider get(ProviderAddress address, @Nullable ProviderBlock block) {
        Started found = started(address, block);
        return found.usable() ? found.provider() : null;
    }

    /// The provider of one object, or what plays it.
    @Nullable Provider of(
            InstanceAddress object, ProviderAddress address, @Nullable ProviderBlock block) {
        Provider provider = get(address, block);
        return provider == null ? null : standIns.of(object, address, provider);
    }

    private Started started(ProviderAddress address, @Nullable ProviderBlock block) {
        return started.computeIfAbsent(
                        address, _ -> new Memo<>(address.toString(), () -> start(address, block)))
                .get();
    }

    private Started start(ProviderAddress address, @Nullable ProviderBlock block) {
        Provider provider = providers.start(address.source());
        running.add(provider);
        if (stopped) {
            stop(provider);
        }
        if (standIns.isPlayed(address)) {
            return new Started(provider, true, false);
        }
        Block schema = provider.schema().provider().block();
        Diagnostics diagnostics = new Diagnostics();
        Source source =
                new Source(
                        address.toString(),
                        block == null ? null : block.config(),
                        block == null ? null : block.range());
        Value config =
                block == null ? nothing(schema) : config(address, block, schema, diagnostics);
        boolean wellWritten = !diagnostics.hasErrors();
        boolean usable = wellWritten;
        if (usable) {
            Answer<Value> prepared = provider.validateProviderConfig(config);
            source.tell(prepared.diagnostics(), diagnostics);
            usable = !prepared.hasErrors();
            if (usable) {
                List<ProviderDiagnostic> said = provider.configure(prepared.value());
                source.tell(said, diagnostics);
                usable = said.stream().noneMatch(ProviderDiagnostic::isError);
            }
        }
        boolean waits = !usable && wellWritten && !config.isWhollyKnown();
        if (!waits) {
            findings.addAll(diagnostics);
        }
        return new Started(provider, usable, waits);
    }

    /// A configuration that nobody wrote is one in which nothing is said.
    private static Value nothing(Block schema) {
        Content empty =
                Content.of(
                        dev.slipway.hcl.syntax.Parser.file(
                                new dev.slipway.hcl.source.SourceText("", ""), new Diagnostics()));
        return BlockSpecs.decode(schema, empty, Scope.of(Map.of(), Map.of()), new Diagnostics());
    }

    private Value config(
            ProviderAddress address, ProviderBlock block, Block schema, Diagnostics diagnostics) {
        ModuleValues module = modules.apply(ModuleInstance.of(address.module()));
        Map<String, Value> own = Map.of();
        if (block.forEach() != null) {
            Expansion expansion =
                    new Repetitions(each -> module.evaluate(each, Map.of()), diagnostics)
                            .expand(new Repetition.ForEach(block.forEach()));
            if (!expansion.instances().containsKey(address.key())) {
                diagnostics.error(
                        "Provider instance not present",
                        "There is no instance "
                                + (address.key().equals(InstanceKey.NONE)
                                        ? "without a key"
                                        : address.key().toString())
                                + " of this provider configuration.",
                        block.range());
                return Values.NULL;
            }
            own = expansion.names(address.key());
        }
        Scope known = block.config().scope();
        if (known != null) {
            return Marks.plain(BlockSpecs.decode(schema, block.config(), known, diagnostics));
        }
        Scope scope = module.scope(BlockSpecs.references(schema, block.config()), own, diagnostics);
        return Marks.plain(BlockSpecs.decode(schema, block.config(), scope, diagnostics));
    }

    /// Asks all providers to end what is under way.
    void stop() {
        stopped = true;
        running.forEach(ConfiguredProviders::stop);
    }

    /// One that does not answer must not keep the others from being asked.
    private static void stop(Provider provider) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        provider.stop();
                    } catch (ProviderException e) {
                        LOG.log(System.Logger.Level.DEBUG, "Provider was not stopped.", e);
                    }
                });
    }

    @Override
    public void close() {
        for (Provider each : running) {
            try {
                each.close();
            } catch (ProviderException e) {
                LOG.log(System.Logger.Level.DEBUG, "Provider did not end in order.", e);
            }
        }
    }
}
