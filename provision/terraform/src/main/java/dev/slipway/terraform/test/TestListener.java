package dev.slipway.terraform.test;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.state.State;
import dev.slipway.terraform.json.TestJson.Status;
import java.util.List;

/// Told of tests as they go on, by one thread.
public interface TestListener {
    void fileStarts(String file);

    void runStarts(String file, String run);

    void runEnds(String file, RunResult result);

    void fileIsTornDown(String file);

    /// What a run left is destroyed.
    void runIsTornDown(String file, String run);

    /// Not all of it could be; `left` are the objects that are still there.
    void runIsLeft(String file, String run, State left, List<Diagnostic> said);

    /// `said` is about the whole file.
    void fileEnds(String file, Status status, List<Diagnostic> said);
}
