package dev.slipway.alert.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.alert.check.Check.CheckSpec;
import dev.slipway.alert.check.PerformanceValue.Unit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official plugins, run as they are.
final class RealPluginsTest {
    private static final Path PLUGINS = Path.of("/usr/lib/nagios/plugins");

    @TempDir Path folder;

    @BeforeEach
    void needPlugins() {
        assumeTrue(
                Files.isExecutable(PLUGINS.resolve("check_dummy")),
                "skipped: no Nagios plugins (monitoring-plugins-basic)");
    }

    private static PluginRun run(String plugin, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PLUGINS.resolve(plugin).toString()));
        command.addAll(List.of(arguments));
        return new PluginProcess()
                .run(
                        new CheckSpec(
                                command, Map.of(), null, null, 60, null, null, null, Map.of(),
                                Map.of()));
    }

    private static PerformanceValue figure(PluginRun run, String label) {
        return PluginOutput.parse(run.output()).figures().stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError(label + " in " + run.output()));
    }

    @Test
    void statesAreTheirExitCodes() throws Exception {
        for (CheckState state : CheckState.values()) {
            PluginRun run = run("check_dummy", String.valueOf(state.code()), "so it is");
            assertThat(run.state()).isEqualTo(state);
            assertThat(PluginOutput.parse(run.output()).summary()).isEqualTo(state + ": so it is");
        }
    }

    @Test
    void disksHaveBytesAndRanges() throws Exception {
        PluginRun run = run("check_disk", "-w", "0%", "-c", "0%", "-p", folder.toString());
        PluginOutput output = PluginOutput.parse(run.output());
        assertThat(run.state()).as(run.output()).isEqualTo(CheckState.OK);
        PerformanceValue used = output.figures().getFirst();
        assertThat(used.unit()).isEqualTo(Unit.BYTES);
        assertThat(used.value()).isPositive().isLessThanOrEqualTo(used.maximum());
        assertThat(used.minimum()).isZero();
        assertThat(output.summary()).startsWith("DISK OK").doesNotContain("|");
    }

    @Test
    void loadHasThreeFigures() throws Exception {
        PluginRun run = run("check_load", "-w", "900,900,900", "-c", "1000,1000,1000");
        assertThat(run.state()).isEqualTo(CheckState.OK);
        PerformanceValue load = figure(run, "load5");
        assertThat(load.value()).isNotNegative();
        assertThat(load.warning()).isEqualTo(new ThresholdRange(0, 900, false));
        assertThat(load.critical()).isEqualTo(new ThresholdRange(0, 1000, false));
    }

    @Test
    void agesAreSeconds() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "12345");
        PluginRun run =
                run("check_file_age", "-w", "1000000", "-c", "2000000", "-W", "6", "-f", file + "");
        assertThat(run.state()).as(run.output()).isEqualTo(CheckState.WARNING);
        assertThat(figure(run, "age").unit()).isEqualTo(Unit.SECONDS);
        assertThat(figure(run, "size").value()).isEqualTo(5);
    }

    @Test
    void whatCannotBeReachedIsCritical() throws Exception {
        // Nothing listens on port 1 of this machine.
        PluginRun run = run("check_tcp", "-H", "127.0.0.1", "-p", "1", "-t", "30");
        assertThat(run.state()).as(run.output()).isEqualTo(CheckState.CRITICAL);
        assertThat(PluginOutput.parse(run.output()).summary()).contains("refused");
    }
}
