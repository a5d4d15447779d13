package dev.slipway.terraform.test;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.state.State;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a run came out, and what was planned or, where it was to be applied, what is there then;
/// neither is there if it did not come so far. `assertions` is how many it has.
public record RunResult(
        String run,
        Status status,
        List<Diagnostic> said,
        int assertions,
        @Nullable Plan plan,
        @Nullable State state,
        Instant start,
        Duration took) {
    public RunResult {
        said = List.copyOf(said);
    }

    /// One that was not carried out.
    static RunResult skipped(String run, Instant now) {
        return new RunResult(run, Status.SKIP, List.of(), 0, null, null, now, Duration.ZERO);
    }
}
