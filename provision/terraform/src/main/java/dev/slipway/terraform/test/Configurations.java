package dev.slipway.terraform.test;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.engine.StandIns;
import dev.slipway.terraform.test.TestFile.Run;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the configurations of runs come from. Safe for many threads.
public interface Configurations {
    /// The configuration of a run, with its variables and providers; null, having told why, if it
    /// is wrong.
    @Nullable Loaded load(TestFile file, Run run, Inputs inputs, Diagnostics diagnostics);

    /// What the overrides of the whole file miss in the configuration that is tested.
    List<Diagnostic> missed(TestFile file);

    /// Values of the variables of the file and of the run, and the outputs of the runs before.
    record Inputs(Map<String, Value> ofFile, Map<String, Value> ofRun, Value runs) {
        public Inputs {
            ofFile = Map.copyOf(ofFile);
            ofRun = Map.copyOf(ofRun);
        }
    }

    /// A configuration, its variables converted to their types, and what is only played.
    record Loaded(
            ConfigTree config,
            Map<String, Value> variables,
            StandIns standIns,
            List<Diagnostic> warnings) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }
}
