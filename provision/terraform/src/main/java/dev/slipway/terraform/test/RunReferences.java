package dev.slipway.terraform.test;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.test.TestFile.Run;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks references to other runs. Immutable.
public final class RunReferences {
    private final TestFile file;
    private final Set<String> done;
    private final String reader;

    /// @param done the runs that were carried out already
    /// @param reader what comes after the runs it refers to: the current run block, the provider
    public RunReferences(TestFile file, Set<String> done, String reader) {
        this.file = file;
        this.done = Set.copyOf(done);
        this.reader = reader;
    }

    /// The name of the run that is referred to, if it is one.
    static @Nullable String run(Reference reference) {
        return reference.root().equals("run")
                        && !reference.steps().isEmpty()
                        && reference.steps().getFirst().key() instanceof Value.Text(String name)
                ? name
                : null;
    }

    /// Tells if there is no such run, or it comes too late.
    public void check(Reference reference, Diagnostics diagnostics) {
        String name = run(reference);
        if (name == null || done.contains(name)) {
            return;
        }
        boolean there = file.runs().stream().map(Run::name).anyMatch(name::equals);
        String rule =
                " You can only reference run blocks that are in the same test file and will execute"
                        + " before "
                        + reader
                        + ".";
        diagnostics.error(
                there ? "Reference to unavailable run block" : "Reference to unknown run block",
                "The run block \""
                        + name
                        + "\" "
                        + (there
                                ? "has not executed yet."
                                : "does not exist within this test file.")
                        + rule,
                reference.range());
    }
}
