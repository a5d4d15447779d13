package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.state.State;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.json.PlanJson;
import dev.slipway.terraform.json.StateJson;
import dev.slipway.terraform.json.TestJson;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.test.RunResult;
import dev.slipway.terraform.test.TestListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells programs how tests go on, a line of JSON for each thing.
///
/// @param schemas what plans and states are told with; null: they are not told
record TestJsonView(TestJson tests, @Nullable Schemas schemas) implements TestListener {
    @Override
    public void fileStarts(String file) {
        tests.fileStarts(file);
    }

    @Override
    public void runStarts(String file, String run) {
        tests.runStarts(file, run);
    }

    @Override
    public void runEnds(String file, RunResult result) {
        tests.runEnds(file, result.run(), result.status());
        Plan plan = result.plan();
        State state = result.state();
        if (schemas != null && plan != null) {
            tests.plan(
                    file,
                    result.run(),
                    new PlanJson(schemas, WorkingFolder.TERRAFORM_VERSION).tested(plan));
        } else if (schemas != null && state != null) {
            tests.state(file, result.run(), new StateJson(schemas).tested(state));
        }
        result.said().forEach(each -> tests.diagnostic(each, file, result.run()));
    }

    @Override
    public void fileIsTornDown(String file) {
        tests.fileIsTornDown(file);
    }

    @Override
    public void runIsTornDown(String file, String run) {
        tests.runIsTornDown(file, run);
    }

    @Override
    public void runIsLeft(String file, String run, State left, List<Diagnostic> said) {
        List<String> instances = TestTextView.instances(left);
        if (!instances.isEmpty()) {
            tests.left(file, run, instances);
        }
        said.forEach(each -> tests.diagnostic(each, file, run));
    }

    @Override
    public void fileEnds(String file, Status status, List<Diagnostic> said) {
        tests.fileEnds(file, status);
        said.forEach(each -> tests.diagnostic(each, file, ""));
    }
}
