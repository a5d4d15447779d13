package dev.slipway.terraform.builtin;

import dev.slipway.hcl.value.Value;

/// Reads the outputs of other states, for `terraform_remote_state`. Safe for many threads.
@FunctionalInterface
public interface RemoteStates {
    /// The address of the data source that is being read; the protocol of providers has no place
    /// for it.
    ScopedValue<String> READER = ScopedValue.newInstance();

    /// The outputs as an object.
    ///
    /// @param config the settings of the backend, an object or null
    /// @throws dev.slipway.state.StateException if the state cannot be read
    Value outputs(String backend, Value config, String workspace);
}
