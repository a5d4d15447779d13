package dev.slipway.provider.client;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;

/// Configurations that a provider has found good before. Implementations are safe for many threads.
public interface GoodConfigs {
    /// Remembers nothing.
    GoodConfigs NONE =
            new GoodConfigs() {
                @Override
                public boolean contains(Value config, Type type) {
                    return false;
                }

                @Override
                public void add(Value config, Type type) {}
            };

    boolean contains(Value config, Type type);

    /// `config` is wholly known, and the provider had nothing to say to it and nothing to add.
    void add(Value config, Type type);
}
