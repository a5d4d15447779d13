package dev.slipway.terraform.test;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.terraform.json.TestJson.Status;
import java.util.List;

/// Told of tests as they go on.
public interface TestListener {
    void fileStarts(String file);

    void runStarts(String file, String run);

    void runEnds(String file, String run, Status status, List<Diagnostic> said);

    void fileIsTornDown(String file);

    void fileEnds(String file, Status status, List<Diagnostic> said);
}
