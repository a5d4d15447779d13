package dev.slipway.provider.installed;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.RawState;
import dev.slipway.provider.schema.ProviderSchema;
import java.util.List;
import java.util.function.Supplier;

/// A provider of the pool in somebody's hands. Which process is behind it is settled when it is
/// configured. Safe for many threads.
final class Lease implements Provider {
    private final ProviderPool pool;
    private final Supplier<Provider> starter;
    private final Object lock = new Object();

    /// Held while configuring, which may take long; everything else goes on meanwhile.
    private final Object configuring = new Object();

    @GuardedBy("lock")
    private Warm held;

    @GuardedBy("lock")
    private boolean spent;

    @GuardedBy("lock")
    private boolean closed;

    /// @param starter starts another provider of the same program
    Lease(ProviderPool pool, Warm held, Supplier<Provider> starter) {
        this.pool = pool;
        this.held = held;
        this.starter = starter;
    }

    private Provider provider() {
        return held().provider();
    }

    /// Does not reach the provider if it is configured like this already.
    @Override
    public List<ProviderDiagnostic> configure(Value config) {
        synchronized (configuring) {
            Warm suited = pool.suited(held(), config, starter);
            hold(suited);
            Warm.Configured before = suited.configured();
            return before != null ? before.diagnostics() : configure(suited, config);
        }
    }

    private List<ProviderDiagnostic> configure(Warm fresh, Value config) {
        boolean accepted = false;
        try {
            List<ProviderDiagnostic> diagnostics = fresh.provider().configure(config);
            accepted = diagnostics.stream().noneMatch(ProviderDiagnostic::isError);
            if (accepted) {
                hold(fresh.with(new Warm.Configured(config, diagnostics)));
            }
            return diagnostics;
        } finally {
            if (!accepted) {
                spend();
            }
        }
    }

    private Warm held() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("This provider was given back");
            }
            return held;
        }
    }

    private void hold(Warm warm) {
        synchronized (lock) {
            held = warm;
        }
    }

    private void spend() {
        synchronized (lock) {
            spent = true;
        }
    }

    /// What was told to stop may refuse everything from now on.
    @Override
    public void stop() {
        spend();
        provider().stop();
    }

    @Override
    public void close() {
        Warm returned;
        boolean usable;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            returned = held;
            usable = !spent && held.isAlive();
        }
        if (usable) {
            pool.giveBack(returned);
        } else {
            returned.provider().close();
        }
    }

    @Override
    public ProviderSchema schema() {
        return provider().schema();
    }

    @Override
    public Answer<Value> validateProviderConfig(Value config) {
        return provider().validateProviderConfig(config);
    }

    @Override
    public List<ProviderDiagnostic> validateResourceConfig(String type, Value config) {
        return provider().validateResourceConfig(type, config);
    }

    @Override
    public List<ProviderDiagnostic> validateDataSourceConfig(String type, Value config) {
        return provider().validateDataSourceConfig(type, config);
    }

    @Override
    public List<ProviderDiagnostic> validateEphemeralResourceConfig(String type, Value config) {
        return provider().validateEphemeralResourceConfig(type, config);
    }

    @Override
    public Answer<Value> upgradeResourceState(String type, long version, RawState state) {
        return provider().upgradeResourceState(type, version, state);
    }

    @Override
    public Answer<Value> upgradeResourceIdentity(String type, long version, byte[] json) {
        return provider().upgradeResourceIdentity(type, version, json);
    }

    @Override
    public Answer<Resource> readResource(String type, Resource kept, Value providerMeta) {
        return provider().readResource(type, kept, providerMeta);
    }

    @Override
    public Answer<Planned> planResourceChange(String type, PlanRequest request) {
        return provider().planResourceChange(type, request);
    }

    @Override
    public Answer<Applied> applyResourceChange(String type, ApplyRequest request) {
        return provider().applyResourceChange(type, request);
    }

    @Override
    public Answer<List<Imported>> importResourceState(String type, String id) {
        return provider().importResourceState(type, id);
    }

    @Override
    public Answer<Resource> moveResourceState(String targetType, MoveRequest request) {
        return provider().moveResourceState(targetType, request);
    }

    @Override
    public Answer<Value> readDataSource(String type, Value config, Value providerMeta) {
        return provider().readDataSource(type, config, providerMeta);
    }

    @Override
    public Answer<Opened> openEphemeralResource(String type, Value config) {
        return provider().openEphemeralResource(type, config);
    }

    @Override
    public Answer<Renewed> renewEphemeralResource(String type, PrivateData privateData) {
        return provider().renewEphemeralResource(type, privateData);
    }

    @Override
    public List<ProviderDiagnostic> closeEphemeralResource(String type, PrivateData privateData) {
        return provider().closeEphemeralResource(type, privateData);
    }

    @Override
    public Value callFunction(String name, List<Value> arguments) throws FunctionFailure {
        return provider().callFunction(name, arguments);
    }
}
