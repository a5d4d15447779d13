package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a run complains of, from many threads; the same words about the same place count once.
/// Thread-safe.
final class Findings {
    private final Set<Diagnostic> found = new LinkedHashSet<>();

    synchronized void addAll(Diagnostics diagnostics) {
        found.addAll(diagnostics.list());
    }

    void error(String summary, String detail, @Nullable SourceRange place) {
        Diagnostics one = new Diagnostics();
        one.error(summary, detail, place);
        addAll(one);
    }

    synchronized boolean hasErrors() {
        return found.stream().anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
    }

    /// In the order of files and lines; what has no place comes first, as it was found.
    synchronized List<Diagnostic> list() {
        List<Diagnostic> sorted = new ArrayList<>(found);
        sorted.sort((one, other) -> {
            SourceRange left = one.subject();
            SourceRange right = other.subject();
            if (left == null || right == null) {
                return Boolean.compare(left != null, right != null);
            }
            int byFile = left.source().name().compareTo(right.source().name());
            return byFile != 0 ? byFile : Integer.compare(left.start(), right.start());
        });
        return sorted;
    }
}
