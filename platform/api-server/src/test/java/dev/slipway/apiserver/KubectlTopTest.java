package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.model.ObjectKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class KubectlTopTest {
    private static final ResourceUsage.Window WINDOW =
            new ResourceUsage.Window(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofSeconds(60));
    private static final long MEBI = 1024 * 1024;

    @TempDir private Path folder = Path.of("");
    private @Nullable RunningServer server;
    private @Nullable Kubectl kubectl;

    @BeforeEach
    void start() {
        Path program = Kubectl.find();
        assumeTrue(program != null, "Skipped: kubectl is not on the PATH");
        RunningServer started =
                new RunningServer(
                        folder, ApiServerConfig.standard("test"), PodLogs.none(), new Measured());
        server = started;
        kubectl = Kubectl.of(java.util.Objects.requireNonNull(program), started.kubeconfig, folder);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void showsWhatPodsUse() {
        String table = run("top", "pods");
        assertThat(table).containsPattern("api-1 +251m +96Mi").doesNotContain("other");
        assertThat(run("top", "pods", "-A")).contains("other");
        assertThat(run("top", "pods", "-l", "app=nothing")).doesNotContain("api-1");
        assertThat(run("top", "pod", "api-1", "--containers"))
                .containsPattern("api-1 +main +250m +64Mi")
                .containsPattern("api-1 +side +1m +32Mi");
    }

    private String run(String... arguments) {
        return java.util.Objects.requireNonNull(kubectl).run(arguments);
    }

    private static final class Measured implements ResourceUsage {
        @Override
        public List<PodUsage> pods(String namespace) {
            PodUsage api =
                    new PodUsage(
                            new ObjectKey("default", "api-1"),
                            Map.of("app", "api"),
                            WINDOW,
                            Map.of(
                                    "main", new Amount(0.25, 64 * MEBI),
                                    "side", new Amount(0.001, 32 * MEBI)));
            PodUsage other =
                    new PodUsage(
                            new ObjectKey("elsewhere", "other"),
                            Map.of(),
                            WINDOW,
                            Map.of("main", new Amount(1, MEBI)));
            return namespace.isEmpty() ? List.of(other, api) : List.of(api);
        }

        @Override
        public List<NodeUsage> nodes() {
            return List.of(new NodeUsage("vm", Map.of(), WINDOW, new Amount(1.5, 512 * MEBI)));
        }
    }
}
