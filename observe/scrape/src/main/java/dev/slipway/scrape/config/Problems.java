package dev.slipway.scrape.config;

import dev.slipway.scrape.config.ConfigProblem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// Collects what is wrong while a file is read. For one thread.
final class Problems {
    /// Nobody reads more, and a file may consist of nothing else.
    private static final int PROBLEMS_MAX = 200;

    private final List<ConfigProblem> all = new ArrayList<>();

    void error(String source, Node node, String message) {
        add(Severity.ERROR, source, node.getStartMark(), message);
    }

    void warning(String source, Node node, String message) {
        add(Severity.WARNING, source, node.getStartMark(), message);
    }

    void add(Severity severity, String source, Optional<Mark> mark, String message) {
        if (all.size() < PROBLEMS_MAX) {
            int line = mark.map(at -> at.getLine() + 1).orElse(0);
            int column = mark.map(at -> at.getColumn() + 1).orElse(0);
            all.add(new ConfigProblem(severity, source, line, column, message));
        }
    }

    List<ConfigProblem> warnings() {
        return all.stream().filter(each -> each.severity() == Severity.WARNING).toList();
    }

    List<ConfigProblem> errors() {
        return all.stream().filter(each -> each.severity() == Severity.ERROR).toList();
    }

    void throwErrors() {
        List<ConfigProblem> errors = errors();
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
    }
}
