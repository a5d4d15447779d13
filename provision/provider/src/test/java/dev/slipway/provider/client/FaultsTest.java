package dev.slipway.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.Answer;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.process.Connection;
import dev.slipway.provider.process.ProviderLauncher;
import dev.slipway.provider.process.Surroundings;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.testing.TestProviderMain;
import dev.slipway.provider.testing.TestProviderProgram;
import dev.slipway.provider.testing.Things;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Providers that go wrong.
final class FaultsTest {
    private static final String THING = "slipwaytest_thing";

    @TempDir Path folder;

    @Test
    void aCrashIsToldWithTheCallAndThePanic() throws IOException {
        try (Started started = start()) {
            Value config = thing(started, "exit-on-plan");
            assertThatExceptionOfType(ProviderException.class)
                    .isThrownBy(() -> plan(started, config))
                    .withMessageContaining("slipway/slipwaytest")
                    .withMessageContaining("PlanResourceChange of slipwaytest_thing failed")
                    .withMessageContaining("exit code 2")
                    .withMessageContaining("panic: this thing was asked to end");
            assertThat(started.provider().isAlive()).isFalse();
            assertThatExceptionOfType(ProviderException.class)
                    .isThrownBy(() -> plan(started, thing(started, "warn")))
                    .withMessageContaining("panic: this thing was asked to end");
        }
    }

    @Test
    void oddDiagnosticsAreKept() throws IOException {
        try (Started started = start()) {
            List<ProviderDiagnostic> diagnostics =
                    started.provider()
                            .validateResourceConfig(THING, thing(started, "odd-diagnostics"));
            assertThat(diagnostics).hasSize(3);
            assertThat(diagnostics.get(0).isError()).isFalse();
            assertThat(diagnostics.get(0).summary()).isNotBlank();
            assertThat(diagnostics.get(1).isError()).isTrue();
            assertThat(diagnostics.get(1).detail()).contains("severity 7");
            assertThat(diagnostics.get(2).path())
                    .isEqualTo(
                            ValuePath.ROOT
                                    .attribute("no_such_attribute")
                                    .index(3)
                                    .index(Value.of("x")));
        }
    }

    @Test
    void whatHangsCanBeStoppedAndGivenUp() throws IOException, InterruptedException {
        try (Started started = start()) {
            Value config = thing(started, "hang-on-plan");
            BlockingQueue<Object> outcomes = new ArrayBlockingQueue<>(2);
            Thread givenUp = Thread.ofVirtual().start(() -> outcomes.add(outcome(started, config)));
            givenUp.interrupt();
            assertThat(String.valueOf(outcomes.poll(60, TimeUnit.SECONDS)))
                    .contains("PlanResourceChange of slipwaytest_thing was given up: interrupted");
            Thread.ofVirtual().start(() -> outcomes.add(outcome(started, config)));
            started.provider().stop();
            Object stopped = outcomes.poll(60, TimeUnit.SECONDS);
            assertThat(stopped).isInstanceOf(Answer.class);
            assertThat(((Answer<?>) Objects.requireNonNull(stopped)).diagnostics().getFirst())
                    .extracting(ProviderDiagnostic::summary)
                    .isEqualTo("Planning stopped");
        }
    }

    @Test
    void aKilledProviderIsTold() throws IOException, InterruptedException {
        try (Started started = start()) {
            Value config = thing(started, "hang-on-plan");
            BlockingQueue<Object> outcomes = new ArrayBlockingQueue<>(1);
            Thread.ofVirtual().start(() -> outcomes.add(outcome(started, config)));
            ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
            assertThat(String.valueOf(outcomes.poll(60, TimeUnit.SECONDS)))
                    .contains("PlanResourceChange of slipwaytest_thing failed")
                    .contains("killed by signal 9");
        }
    }

    @Test
    void oneThatDoesNotListenIsTold() throws IOException {
        Path program = folder.resolve("deaf");
        Files.writeString(
                program, "#!/bin/sh\necho '1|6|unix|" + folder + "/none|grpc'\nexec sleep 600\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ProviderLauncher launcher =
                        new ProviderLauncher(
                                new ProviderLauncher.Options(60_000, false),
                                InstantSource.system());
                Connection deaf = launcher.start("test/deaf", program, Surroundings.inherited())) {
            assertThatExceptionOfType(ProviderException.class)
                    .isThrownBy(() -> SchemaFetch.fetch("test/deaf", deaf))
                    .withMessageContaining("Provider test/deaf: GetProviderSchema failed");
        }
    }

    @Test
    void providersEndWithTheirClient() throws IOException, InterruptedException {
        Path program = TestProviderProgram.install(folder.resolve("program"), folder);
        Process client =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LeavingMain.class.getName(),
                                program.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            assertThat(client.inputReader().readLine()).isEqualTo("started");
            List<ProcessHandle> providers = client.descendants().toList();
            assertThat(providers).isNotEmpty();
            client.getOutputStream().close();
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
            for (ProcessHandle each : providers) {
                each.onExit().orTimeout(60, TimeUnit.SECONDS).join();
            }
        } finally {
            client.destroyForcibly();
        }
    }

    private static Object outcome(Started started, Value config) {
        try {
            return plan(started, config);
        } catch (ProviderException e) {
            return Objects.requireNonNull(e.getMessage());
        }
    }

    private static Answer<Provider.Planned> plan(Started started, Value config) {
        return started.provider()
                .planResourceChange(
                        THING, Things.plan(Value.nullOf(config.type()), config, config));
    }

    private static Value thing(Started started, String fault) {
        Block block = Objects.requireNonNull(started.provider().schema().resource(THING)).block();
        return Things.config(block, Map.of("name", Value.of("x"), "fault", Value.of(fault)));
    }

    private Started start() throws IOException {
        return Started.start(folder, false, Map.of(TestProviderMain.FOLDER, folder.toString()));
    }
}
