package dev.slipway.state;

import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ProviderAddress;
import org.jspecify.annotations.Nullable;

/// Makes changes durable one by one, as resources complete, at the cost of that change alone. Safe
/// for many threads; what was recorded when `record` returns survives `kill -9`, and the next one
/// to read the state finds it.
public interface Journal {
    /// The instance as it is from now on; `null`: it is gone.
    ///
    /// @throws StateException if it could not be made durable, for instance on a full disk
    void record(
            InstanceAddress address, ProviderAddress provider, @Nullable InstanceState instance);
}
