package dev.slipway.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.kinds.StackRun.Changes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Plans and applies the configuration in a folder; what a Stack needs of an engine. Calls block
/// for as long as it takes, at most one at a time for each Stack; an interrupt ends them
/// gracefully. Safe for many threads.
public interface StackEngine extends AutoCloseable {
    /// Plans and keeps the plan in `planFile`.
    ///
    /// @throws StackException if there can be no plan; the message says why, for people
    Planned plan(Job job, Path planFile);

    /// Applies a kept plan. What could not be applied is told in the result; what was is in the
    /// state.
    ///
    /// @throws StackException if nothing could be begun
    Applied apply(Job job, Path planFile);

    /// Ends what is kept between jobs.
    @Override
    default void close() {}

    /// What to plan for: that all is as the configuration says, that nothing is there, or only what
    /// others changed.
    enum Mode {
        NORMAL,
        DESTROY,
        REFRESH_ONLY
    }

    /// A configuration with its inputs. `folder` is only read; everything that is kept goes to
    /// `dataFolder`. Variable files are relative to the folder.
    record Job(
            Path folder,
            Path dataFolder,
            String workspace,
            List<String> variableFiles,
            Map<String, Input> variables,
            Mode mode) {
        public Job {
            variableFiles = List.copyOf(variableFiles);
            variables = Map.copyOf(variables);
        }

        Job in(Mode other) {
            return new Job(folder, dataFolder, workspace, variableFiles, variables, other);
        }
    }

    /// The value of an input variable.
    sealed interface Input {
        /// A value of any type.
        record Json(JsonNode value) implements Input {}

        /// A text from elsewhere, read as a variable on the command line is: as the type of the
        /// variable.
        record Text(String text, boolean sensitive) implements Input {
            @Override
            public String toString() {
                return sensitive ? "Text[sensitive]" : "Text[" + text + "]";
            }
        }
    }

    /// A plan: how much it changes (what is replaced is added and destroyed), its text for people,
    /// the addresses of objects that others changed, and how many objects can only be planned once
    /// it is applied.
    record Planned(
            Changes changes, boolean applyable, String text, List<String> drift, int deferred) {
        public Planned {
            drift = List.copyOf(drift);
        }
    }

    /// What applying came to; `errors` is empty if all was applied. Outputs are by name.
    record Applied(String log, List<String> errors, Map<String, Output> outputs) {
        public Applied {
            errors = List.copyOf(errors);
            outputs = Map.copyOf(outputs);
        }
    }

    /// A value that the configuration hands out.
    record Output(JsonNode value, boolean sensitive) {
        @Override
        public String toString() {
            return sensitive ? "Output[sensitive]" : "Output[" + value + "]";
        }
    }
}
