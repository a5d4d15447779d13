package dev.slipway.alert.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.alert.check.Check.CheckSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PluginProcessTest {
    private static PluginRun run(int timeoutSeconds, String... command) throws Exception {
        return new PluginProcess()
                .run(
                        new CheckSpec(
                                List.of(command),
                                Map.of("GREETING", "hello"),
                                null,
                                null,
                                timeoutSeconds,
                                null,
                                null,
                                null,
                                Map.of(),
                                Map.of()));
    }

    private static PluginRun shell(int timeoutSeconds, String script) throws Exception {
        return run(timeoutSeconds, "/bin/sh", "-c", script);
    }

    @ParameterizedTest
    @CsvSource({"0,OK", "1,WARNING", "2,CRITICAL", "3,UNKNOWN", "4,UNKNOWN", "127,UNKNOWN"})
    void exitCodesAreStates(int code, CheckState state) throws Exception {
        assertThat(shell(10, "echo fine; exit " + code).state()).isEqualTo(state);
    }

    @Test
    void passesArgumentsAndEnvironmentWithoutAShell() throws Exception {
        assertThat(run(10, "/bin/echo", "$GREETING", "a b").output()).isEqualTo("$GREETING a b\n");
        assertThat(shell(10, "echo $GREETING").output()).isEqualTo("hello\n");
    }

    @Test
    void whatIsMissingIsUnknown() throws Exception {
        PluginRun run = run(10, "/no/such/plugin");
        assertThat(run.state()).isEqualTo(CheckState.UNKNOWN);
        assertThat(run.output()).contains("/no/such/plugin");
    }

    @Test
    void keepsOnlySoMuchOutputAndLetsThePluginEnd() throws Exception {
        PluginRun run = shell(20, "yes 0123456789 | head -c 1000000; exit 1");
        assertThat(run.state()).isEqualTo(CheckState.WARNING);
        assertThat(run.output()).hasSize(8 * 1024);
    }

    @Test
    void showsErrorsIfThereIsNothingElse() throws Exception {
        assertThat(shell(10, "echo broken >&2; exit 2").output()).isEqualTo("broken\n");
    }

    @Test
    void endsThePluginWithAllItsChildrenWhenItsTimeIsOver(@TempDir Path folder) throws Exception {
        Path pids = folder.resolve("pids");
        PluginRun run = shell(1, "trap '' TERM; sleep 600 & echo $! > " + pids + "; sleep 600");
        assertThat(run.state()).isEqualTo(CheckState.UNKNOWN);
        assertThat(run.output()).isEqualTo("The plugin was ended after 1 s, its timeout.");
        assertThat(run.duration()).isLessThan(Duration.ofSeconds(10));
        long child = Long.parseLong(Files.readString(pids).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void doesNotWaitForAChildThatKeepsThePipeOpen() throws Exception {
        PluginRun run = shell(20, "echo done; sleep 3 & exit 0");
        assertThat(run.state()).isEqualTo(CheckState.OK);
        assertThat(run.output()).isEqualTo("done\n");
        assertThat(run.duration()).isLessThan(Duration.ofSeconds(3));
    }
}
