package dev.slipway.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.hcl.value.Value;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsulPlaceTest {
    private static final LockRequest REQUEST = new LockRequest("test", "me", "");

    @TempDir Path folder;
    private Consul consul;
    private final Map<String, Value> settings = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        consul = new Consul();
        settings.put("address", Value.of(consul.address()));
        settings.put("path", Value.of("a b/state"));
        settings.put("access_token", Value.of("t"));
    }

    @AfterEach
    void stop() {
        consul.close();
    }

    private StateStore open() {
        return Backends.open(
                "consul",
                settings,
                new Backends.Ground(
                        folder,
                        folder.resolve("data"),
                        Map.of(),
                        StateFormat.PLAIN,
                        Clock.systemUTC()));
    }

    private static State state(long serial, int size) {
        TreeMap<String, State.Output> outputs = new TreeMap<>();
        outputs.put("o", new State.Output(Value.of("x".repeat(size)), false));
        return new State("1.11.4", serial, "line", outputs, new TreeMap<>(), List.of());
    }

    private void write(State state) {
        try (StateStore store = open();
                StateStore.Lock lock = store.lock("default", REQUEST, Duration.ZERO)) {
            lock.write(state, false);
        }
        try (StateStore store = open()) {
            assertThat(store.read("default")).isEqualTo(state);
        }
    }

    @Test
    void keepsStates() throws Exception {
        StoreContract contract = new StoreContract(this::open, true);
        contract.check("default");
        contract.check("other");
        try (StateStore store = open()) {
            assertThat(store.workspaces()).containsExactly("default", "other");
            store.deleteWorkspace("other");
            assertThat(store.workspaces()).containsExactly("default");
        }
        assertThat(consul.keys()).containsExactly("a b/state");
        assertThat(consul.sessions()).isEmpty();
    }

    @Test
    void splitsWhatIsTooLarge() {
        write(state(1, 1_200_000));
        assertThat(consul.keys())
                .hasSize(4)
                .anyMatch(each -> each.matches("a b/state/tfstate\\.[0-9a-f]{32}/2"));
        write(state(2, 600_000));
        assertThat(consul.keys()).hasSize(3);
        write(state(3, 10));
        assertThat(consul.keys()).containsExactly("a b/state");
    }

    @Test
    void compresses() {
        settings.put("gzip", Value.of(true));
        write(state(1, 1_200_000));
        assertThat(consul.keys()).containsExactly("a b/state");
        settings.remove("gzip");
        try (StateStore store = open()) {
            assertThat(store.read("default")).isEqualTo(state(1, 1_200_000));
        }
    }

    @Test
    void releasesTheLockOfARunThatIsGone() {
        try (StateStore gone = open();
                StateStore next = open()) {
            StateStore.Lock lock = gone.lock("default", REQUEST, Duration.ZERO);
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() -> next.forceUnlock("default", "other"))
                    .withMessageContaining("the lock has the ID " + lock.id());
            next.forceUnlock("default", lock.id());
            next.lock("default", REQUEST, Duration.ZERO).close();
        }
    }

    @Test
    void saysWhatIsWrong() {
        settings.put("access_token", Value.of("other"));
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open().read("default"))
                .withMessageContaining("answers 403");
        settings.remove("path");
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(this::open)
                .withMessageContaining("backend consul: \"path\" is not set");
    }
}
