package dev.slipway.alert.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/// What one reading of a file found: problems, and which values are secrets. Used by one thread.
final class Findings {
    private static final int DIAGNOSTICS_MAX = 100;

    private final String source;
    private final Path folder;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Set<Node> secrets = Collections.newSetFromMap(new IdentityHashMap<>());

    Findings(String source, Path folder) {
        this.source = source;
        this.folder = folder;
    }

    void error(Node node, String message) {
        add(Diagnostic.Severity.ERROR, node, message);
    }

    void warning(Node node, String message) {
        add(Diagnostic.Severity.WARNING, node, message);
    }

    void secret(Node node) {
        secrets.add(node);
    }

    Set<Node> secrets() {
        return secrets;
    }

    /// `alertmanager.yml:12:5`
    String place(Node node) {
        return source + node.getStartMark().map(YamlNodes::place).orElse("");
    }

    Path resolve(String path) {
        return folder.resolve(path);
    }

    boolean hasErrors() {
        return diagnostics.stream().anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private void add(Diagnostic.Severity severity, Node node, String message) {
        if (diagnostics.size() < DIAGNOSTICS_MAX) {
            diagnostics.add(new Diagnostic(severity, place(node), message));
        }
    }
}
