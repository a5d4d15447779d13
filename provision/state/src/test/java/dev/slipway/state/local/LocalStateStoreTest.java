package dev.slipway.state.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.provider.PrivateData;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.RawState;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ProviderAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStateStoreTest {
    private static final LockRequest REQUEST = new LockRequest("apply", "me@here", "");
    private static final ProviderAddress PROVIDER = ProviderAddress.root(ProviderSource.BUILT_IN);

    @TempDir Path folder;

    private StateStore store() {
        return new LocalStateStore(
                folder.resolve("terraform.tfstate"),
                folder.resolve("terraform.tfstate.d"),
                InstantSource.system());
    }

    @Test
    void thereIsNoStateBeforeTheFirst() {
        assertThat(store().read("default")).isNull();
        try (StateStore.Lock lock = store().lock("default", REQUEST, Duration.ZERO)) {
            assertThat(lock.id()).isNotEmpty();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLockKeepsOthersOutWhateverIsReadMeanwhile() {
        StateStore store = store();
        try (StateStore.Lock lock = store.lock("default", REQUEST, Duration.ZERO)) {
            lock.write(State.empty("1.11.4", "l"), false);
            assertThat(newest().lineage()).isEqualTo("l");
            assertThatThrownBy(() -> store().lock("default", REQUEST, Duration.ZERO))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("me@here")
                    .hasMessageContaining(lock.id());
        }
        store.lock("default", REQUEST, Duration.ZERO).close();
    }

    @Test
    void whatWasRecordedIsThereThoughNothingWasWritten() throws Exception {
        StateStore store = store();
        InstanceAddress address = Addresses.instance("module.a[\"k\"].terraform_data.x[3]");
        try (StateStore.Lock lock = store.lock("default", REQUEST, Duration.ZERO)) {
            lock.write(State.empty("1.11.4", "l"), false);
            lock.journal().record(address, PROVIDER, instance("é\t\n"));
            lock.journal()
                    .record(Addresses.instance("terraform_data.gone"), PROVIDER, instance("1"));
            lock.journal().record(Addresses.instance("terraform_data.gone"), PROVIDER, null);
        }
        // As if the process had died: nothing but the journal has it.
        State state = newest();
        assertThat(state.resources()).hasSize(1);
        assertThat(state.instance(address)).isEqualTo(instance("é\t\n"));
        assertThat(state.serial()).isEqualTo(1);
        try (StateStore.Lock lock = store.lock("default", REQUEST, Duration.ZERO)) {
            lock.journal()
                    .record(Addresses.instance("terraform_data.next"), PROVIDER, instance("2"));
            assertThat(newest().resources()).hasSize(2);
            lock.write(newest(), false);
        }
        assertThat(folder.resolve("terraform.tfstate.journal")).doesNotExist();
        assertThat(newest().resources()).hasSize(2);
    }

    @Test
    void aDamagedEndOfTheJournalIsLeftOut() throws Exception {
        StateStore store = store();
        try (StateStore.Lock lock = store.lock("default", REQUEST, Duration.ZERO)) {
            lock.write(State.empty("1.11.4", "l"), false);
            lock.journal().record(Addresses.instance("terraform_data.a"), PROVIDER, instance("1"));
            lock.journal().record(Addresses.instance("terraform_data.b"), PROVIDER, instance("2"));
        }
        Path journal = folder.resolve("terraform.tfstate.journal");
        byte[] whole = Files.readAllBytes(journal);
        List<Integer> sizes = new ArrayList<>();
        for (int length = whole.length; length >= 0; length--) {
            Files.write(journal, java.util.Arrays.copyOf(whole, length));
            sizes.add(newest().resources().size());
        }
        assertThat(sizes).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(sizes).contains(0, 1, 2);
    }

    @Test
    void manyThreadsRecordAtOnce() throws Exception {
        StateStore store = store();
        try (StateStore.Lock lock = store.lock("default", REQUEST, Duration.ZERO)) {
            var journal = lock.journal();
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < 20; thread++) {
                String name = "terraform_data.t" + thread;
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    for (int i = 0; i < 20; i++) {
                                        journal.record(
                                                at(name + "[" + i + "]"), PROVIDER, instance("1"));
                                    }
                                }));
            }
            for (Thread each : threads) {
                each.join();
            }
        }
        assertThat(newest().resources().values())
                .hasSize(20)
                .allSatisfy(each -> assertThat(each.instances()).hasSize(20));
    }

    @Test
    void aWriteThatWasInterruptedIsCompleted() throws Exception {
        StateStore store = store();
        try (StateStore.Lock lock = store.lock("default", REQUEST, Duration.ZERO)) {
            lock.write(State.empty("1.11.4", "l"), false);
        }
        Path state = folder.resolve("terraform.tfstate");
        Path fresh = folder.resolve(".terraform.tfstate.new");
        Files.copy(state, fresh);
        Files.write(state, new byte[] {'{'}, StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(newest().lineage()).isEqualTo("l");
    }

    @Test
    void anotherHistoryOrAnOlderStateIsRefused() {
        StateStore store = store();
        State one = State.empty("1.11.4", "one");
        try (StateStore.Lock lock = store.lock("default", REQUEST, Duration.ZERO)) {
            lock.write(serial(one, 3), false);
            assertThatThrownBy(() -> lock.write(State.empty("1.11.4", "two"), false))
                    .hasMessageContaining("lineage two (expected: one");
            assertThatThrownBy(() -> lock.write(serial(one, 2), false))
                    .hasMessageContaining("serial 2 (expected: at least 3");
            lock.write(State.empty("1.11.4", "two"), true);
        }
        assertThat(newest().lineage()).isEqualTo("two");
    }

    private State newest() {
        return requireNonNull(store().read("default"));
    }

    private static State serial(State state, long serial) {
        return new State(
                state.terraformVersion(),
                serial,
                state.lineage(),
                state.outputs(),
                state.resources(),
                state.checks());
    }

    private static InstanceAddress at(String text) {
        try {
            return Addresses.instance(text);
        } catch (dev.slipway.state.address.AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static InstanceState instance(String id) {
        String json =
                "{\"id\":"
                        + dev.slipway.hcl.json.JsonText.of(dev.slipway.hcl.value.Value.of(id))
                        + "}";
        return InstanceState.of(
                new ObjectState(
                        false,
                        0,
                        new RawState.Json(json.getBytes(StandardCharsets.UTF_8)),
                        List.of(),
                        PrivateData.NONE,
                        null,
                        List.of(),
                        false));
    }
}
