package dev.slipway.backend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.hcl.value.Value;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.RawState;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ProviderAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What all stores of states must do.
final class StoreContract {
    private static final LockRequest REQUEST = new LockRequest("test", "me", "");
    private static final ProviderAddress PROVIDER = ProviderAddress.root(ProviderSource.BUILT_IN);

    private final Supplier<StateStore> stores;
    private final boolean locks;

    /// Each store is another process's.
    StoreContract(Supplier<StateStore> stores, boolean locks) {
        this.stores = stores;
        this.locks = locks;
    }

    void check(String workspace) throws AddressException {
        keepsStates(workspace);
        keepsWhatADeadRunCompleted(workspace);
        if (locks) {
            keepsOthersOut(workspace);
        }
    }

    private static State state(long serial, String text) {
        TreeMap<String, State.Output> outputs = new TreeMap<>();
        outputs.put("o", new State.Output(Value.of(text), false));
        return new State("1.11.4", serial, "line", outputs, new TreeMap<>(), List.of());
    }

    private void keepsStates(String workspace) {
        try (StateStore store = stores.get()) {
            assertThat(store.read(workspace)).isNull();
            try (StateStore.Lock lock = store.lock(workspace, REQUEST, Duration.ZERO)) {
                lock.write(state(3, "é"), false);
                assertThatExceptionOfType(StateException.class)
                        .isThrownBy(() -> lock.write(state(2, "x"), false))
                        .withMessageContaining("older");
            }
            assertThat(store.read(workspace)).isEqualTo(state(3, "é"));
        }
        try (StateStore other = stores.get()) {
            assertThat(other.read(workspace)).isEqualTo(state(3, "é"));
        }
    }

    private void keepsWhatADeadRunCompleted(String workspace) throws AddressException {
        InstanceAddress address = Addresses.instance("terraform_data.a");
        InstanceState made =
                InstanceState.of(
                        new ObjectState(
                                false,
                                0,
                                new RawState.Json(
                                        "{\"id\":\"x\"}".getBytes(StandardCharsets.UTF_8)),
                                List.of(),
                                PrivateData.NONE,
                                null,
                                List.of(),
                                false));
        try (StateStore dying = stores.get()) {
            try (StateStore.Lock lock = dying.lock(workspace, REQUEST, Duration.ZERO)) {
                lock.journal().record(address, PROVIDER, made);
            }
        }
        try (StateStore next = stores.get()) {
            State found = requireNonNull(next.read(workspace));
            assertThat(found.instance(address)).isEqualTo(made);
            assertThat(found.serial()).isEqualTo(4);
            try (StateStore.Lock lock = next.lock(workspace, REQUEST, Duration.ZERO)) {
                lock.journal().record(address, PROVIDER, null);
            }
            assertThat(requireNonNull(next.read(workspace)).resources()).isEmpty();
        }
    }

    private void keepsOthersOut(String workspace) {
        try (StateStore one = stores.get();
                StateStore other = stores.get()) {
            StateStore.Lock held = one.lock(workspace, REQUEST, Duration.ZERO);
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() -> other.lock(workspace, REQUEST, Duration.ZERO))
                    .withMessageContaining("is locked by");
            held.close();
            other.lock(workspace, REQUEST, Duration.ZERO).close();
        }
    }
}
