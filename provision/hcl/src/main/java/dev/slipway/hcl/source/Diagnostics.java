package dev.slipway.hcl.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects diagnostics while something goes on. Belongs to one thread.
public final class Diagnostics {
    /// Nobody reads more; what is beyond is dropped.
    private static final int COUNT_MAX = 1000;

    private final List<Diagnostic> all = new ArrayList<>();

    public void add(Diagnostic diagnostic) {
        if (all.size() < COUNT_MAX) {
            all.add(diagnostic);
        }
    }

    public void addAll(Diagnostics others) {
        others.all.forEach(this::add);
    }

    public void error(String summary, String detail, @Nullable SourceRange subject) {
        add(Diagnostic.error(summary, detail, subject));
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public List<Diagnostic> list() {
        return List.copyOf(all);
    }
}
