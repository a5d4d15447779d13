package dev.slipway.terraform.folder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.provider.testing.TestProvider;
import dev.slipway.provider.testing.TestProviderProgram;
import dev.slipway.state.ObjectState;
import dev.slipway.state.State;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.state.address.Addresses;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.engine.Cancellation;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.remote.RemoteHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Providers that crash, hang, or say what they may not, as programs of their own: what was
/// completed stays, what was not is said, and the next run goes on.
final class FaultyProviderTest {
    @TempDir Path temporary;
    private Path work;
    private Path programs;

    @BeforeEach
    void install() throws Exception {
        work = Files.createDirectory(temporary.resolve("work"));
        programs = temporary.resolve("programs");
        TestProviderProgram.install(programs, Files.createDirectory(temporary.resolve("objects")));
    }

    private void write(String things) throws Exception {
        Files.writeString(
                work.resolve("main.tf"),
                """
                terraform {
                  required_providers {
                    slipwaytest = { source = "%s" }
                  }
                }
                """
                                .formatted(TestProvider.SOURCE)
                        + things);
    }

    private static String thing(String name, String more) {
        return """
        resource "slipwaytest_thing" "%s" {
          name = "%s"
          note = "n"
          %s
        }
        """
                .formatted(name, name, more);
    }

    private WorkingFolder open() {
        return WorkingFolder.open(
                new WorkingFolder.Places(
                        work,
                        work.resolve(".terraform"),
                        work,
                        temporary.resolve("cache"),
                        "default"),
                Map.of("HOME", temporary.toString()),
                Map.of(TestProvider.SOURCE, programs),
                RemoteHosts.NONE,
                Clock.systemUTC());
    }

    private FolderRun begin(WorkingFolder folder) {
        return FolderRun.begin(
                folder,
                List.of(),
                new Diagnostics(),
                new LockRequest("test", "me", ""),
                Duration.ofSeconds(10));
    }

    /// What went wrong, planning or applying.
    private List<String> apply(RunListener listener, Cancellation cancellation) {
        List<String> said = new ArrayList<>();
        try (WorkingFolder folder = open();
                FolderRun run = begin(folder)) {
            PlanOutcome planned =
                    run.plan(
                            PlanOptions.normal(
                                    run.variables(), Instant.parse("2030-01-01T00:00:00Z")),
                            listener);
            planned.diagnostics().forEach(each -> said.add(text(each)));
            if (!planned.hasErrors()) {
                ApplyOutcome applied =
                        run.apply(requireNonNull(planned.plan()), 10, listener, cancellation);
                applied.diagnostics().forEach(each -> said.add(text(each)));
            }
        }
        return said;
    }

    private List<String> apply() {
        return apply(RunListener.NONE, new Cancellation());
    }

    private static String text(Diagnostic diagnostic) {
        return diagnostic.summary() + ": " + diagnostic.detail();
    }

    private State state() {
        try (WorkingFolder folder = open();
                StateStore states = folder.states(folder.config(Map.of()))) {
            return folder.state(states);
        }
    }

    private ObjectState object(String name) throws Exception {
        return requireNonNull(
                requireNonNull(state().instance(Addresses.instance("slipwaytest_thing." + name)))
                        .current());
    }

    private List<String> names() {
        return state().resources().keySet().stream()
                .map(each -> each.resource().name())
                .sorted()
                .toList();
    }

    @Test
    void aCrashLosesNothingThatWasCompleted() throws Exception {
        write(
                thing("good", "")
                        + thing(
                                "bad",
                                "fault = \"exit-on-apply\"\n  depends_on = [slipwaytest_thing.good]"));
        assertThat(apply())
                .anySatisfy(each ->
                        assertThat(each)
                                .startsWith("Provider failed: slipwaytest_thing.bad")
                                .contains("panic"));
        assertThat(names()).containsExactly("good");
        write(thing("good", "") + thing("bad", ""));
        assertThat(apply()).isEmpty();
        assertThat(names()).containsExactly("bad", "good");
    }

    @Test
    void aCrashWhilePlanningIsAnError() throws Exception {
        write(thing("bad", "fault = \"exit-on-plan\""));
        assertThat(apply())
                .singleElement()
                .satisfies(each -> assertThat(each).startsWith("Provider failed"));
    }

    @Test
    void whatIsNotAsPlannedIsTheProvidersFault() throws Exception {
        write(thing("bad", "fault = \"inconsistent-apply\""));
        assertThat(apply())
                .singleElement()
                .satisfies(each ->
                        assertThat(each)
                                .contains("inconsistent result after apply", ".note")
                                .contains("bug in the provider"));
        assertThat(object("bad").tainted()).isTrue();
    }

    @Test
    void whatWasMadeHalfWayIsKeptAndReplaced() throws Exception {
        write(thing("bad", "fault = \"fail-half-way\""));
        assertThat(apply()).isNotEmpty();
        assertThat(object("bad").tainted()).isTrue();
        write(thing("bad", ""));
        assertThat(apply()).isEmpty();
        assertThat(object("bad").tainted()).isFalse();
    }

    @Test
    void nothingUnknownIsKept() throws Exception {
        write(thing("bad", "fault = \"unknown-after-apply\""));
        assertThat(apply()).anySatisfy(each -> assertThat(each).contains("still unknown"));
        assertThat(names()).containsExactly("bad");
    }

    @Test
    void whatPlansWhatItMayNotIsRefused() throws Exception {
        write(thing("bad", "fault = \"inconsistent-plan\""));
        assertThat(apply())
                .singleElement()
                .satisfies(each -> assertThat(each).contains("invalid plan", ".note"));
        assertThat(names()).isEmpty();
    }

    @Test
    void oddDiagnosticsAreShown() throws Exception {
        write(thing("bad", "fault = \"odd-diagnostics\""));
        assertThat(apply()).anySatisfy(each -> assertThat(each).contains("An odd one"));
    }

    @Test
    void whatHangsEndsWhenItIsAsked() throws Exception {
        write(thing("good", "") + thing("slow", "fault = \"hang-on-apply\""));
        Cancellation cancellation = new Cancellation();
        RunListener asking =
                event -> {
                    if (event instanceof RunEvent.ApplyStarted(var address, _, _, _)
                            && address.toString().endsWith("slow")) {
                        cancellation.ask();
                    }
                };
        assertThat(apply(asking, cancellation))
                .anySatisfy(each -> assertThat(each).startsWith("Execution halted"));
        assertThat(names()).doesNotContain("slow");
    }
}
