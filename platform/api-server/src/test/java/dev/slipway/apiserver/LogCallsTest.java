package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class LogCallsTest {
    private static final String LOG = "/api/v1/namespaces/default/pods/web/log";

    @TempDir static Path folder;

    private final Output output = new Output();
    private RunningServer server;
    private HttpCalls admin;

    @BeforeEach
    void start() {
        server = new RunningServer(folder, ApiServerConfig.standard("test"), output);
        admin = new HttpCalls(server, RunningServer.ADMIN_TOKEN);
        server.create(
                "pods",
                "default",
                """
                {"metadata":{"name":"web"},"spec":{"containers":[
                  {"name":"app","image":"host/a:1"},{"name":"side","image":"host/a:1"}]}}\
                """);
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    @Test
    void followsUntilTheClientLeaves() throws Exception {
        try (var log = admin.stream(LOG + "?container=app&follow=true&tailLines=5", "*/*")) {
            output.lines.add("{\"n\":1}\n");
            assertThat(log.next().path("n").asInt()).isEqualTo(1);
            output.lines.add("{\"n\":2}\n");
            assertThat(log.next().path("n").asInt()).isEqualTo(2);
        }
        assertThat(output.closed.await(10, TimeUnit.SECONDS)).isTrue();
        PodLogs.Selection asked = output.asked.get();
        assertThat(asked).isEqualTo(new PodLogs.Selection("app", true, false, false, null, 5L));
    }

    @Test
    void endsAtTheLimit() {
        output.lines.add("hello\n");
        output.lines.add("world\n");
        output.lines.add(Output.END);

        assertThat(admin.get(LOG + "?container=app&limitBytes=8").body()).isEqualTo("hello\nwo");
    }

    @Test
    void asksWhichContainerIfThereAreSeveral() {
        assertThat(admin.get(LOG).body()).contains("choose one of: [app side]");
        assertThat(admin.get(LOG + "?container=nosuch").body())
                .contains("container nosuch is not valid for pod web");
    }

    /// Says what the test tells it to.
    private static final class Output implements PodLogs, PodLogs.Reader {
        static final String END = "end";

        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final AtomicReference<PodLogs.@Nullable Selection> asked = new AtomicReference<>();
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public PodLogs.Reader open(ObjectKey pod, String podUid, Selection selection) {
            asked.set(selection);
            return this;
        }

        @Override
        public byte @Nullable [] read(Duration timeout) throws InterruptedException {
            String line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                return new byte[0];
            }
            return line.equals(END) ? null : line.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            lines.add(END);
            closed.countDown();
        }
    }
}
