package dev.slipway.terraform.test;

import dev.slipway.terraform.json.TestJson.Status;
import java.util.List;

/// How the runs of a file came out, and all of it.
public record FileResult(String file, Status status, List<RunResult> runs) {
    public FileResult {
        runs = List.copyOf(runs);
    }
}
