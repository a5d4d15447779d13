package dev.slipway.rule;

import dev.slipway.rule.RuleUnitTestFile.Case;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.SeriesStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tries out rules as a file in promtool's format says: input series, and which alerts and answers
/// are expected when.
public final class RuleUnitTest {
    /// What came of a file.
    ///
    /// @param problems what is wrong with the file or the rules; then nothing was tried out
    public record Report(String file, List<Problem> problems, List<Outcome> outcomes) {
        public Report {
            problems = List.copyOf(problems);
            outcomes = List.copyOf(outcomes);
        }

        public boolean passed() {
            return problems.isEmpty()
                    && outcomes.stream().allMatch(each -> each.failures.isEmpty());
        }

        /// For people.
        public String text() {
            StringBuilder out = new StringBuilder(file).append('\n');
            problems.forEach(each -> out.append("  ").append(each).append('\n'));
            for (Outcome each : outcomes) {
                out.append(each.failures.isEmpty() ? "  passed " : "  FAILED ")
                        .append(each.name)
                        .append('\n');
                each.failures.forEach(failure -> out.append(failure.indent(4)));
            }
            return out.toString();
        }
    }

    /// What came of one test.
    ///
    /// @param failures what was expected and what came, line by line
    public record Outcome(String name, List<String> failures) {
        public Outcome {
            failures = List.copyOf(failures);
        }
    }

    private static final System.Logger LOG = System.getLogger(RuleUnitTest.class.getName());

    private RuleUnitTest() {}

    /// @param queries the query language over a store
    public static Report run(Path path, Function<SeriesStore, RuleQueries> queries) {
        String name = path.toString();
        List<Problem> problems = new ArrayList<>();
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException e) {
            Problem problem = new Problem(name, 0, 0, "cannot be read: " + e.getMessage());
            return new Report(name, List.of(problem), List.of());
        }
        RuleUnitTestFile file = RuleUnitTestFile.parse(name, text, problems);
        if (file == null || !problems.isEmpty()) {
            return new Report(name, problems, List.of());
        }
        List<RuleGroup> groups = groups(path, file, problems, queries);
        if (!problems.isEmpty()) {
            return new Report(name, problems, List.of());
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Case each : file.cases()) {
            String shown = each.name().isEmpty() ? "test in line " + each.line() : each.name();
            outcomes.add(new Outcome(shown, new RuleTrial(file, each, groups, queries).run()));
        }
        return new Report(name, problems, outcomes);
    }

    private static List<RuleGroup> groups(
            Path path,
            RuleUnitTestFile file,
            List<Problem> problems,
            Function<SeriesStore, RuleQueries> queries) {
        RuleQueries checking = queries.apply(new MemorySeries());
        List<RuleGroup> groups = new ArrayList<>();
        Path parent = path.toAbsolutePath().getParent();
        for (String glob : file.ruleFiles()) {
            List<Path> found = matching(parent, glob);
            if (found.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "No rule file matches test={0} pattern={1}",
                        path,
                        glob);
            }
            for (Path each : found) {
                RuleFile rules = RuleFile.read(each, checking);
                problems.addAll(rules.problems());
                groups.addAll(rules.groups());
            }
        }
        checkOrder(path, file, problems);
        // A stable sort: groups that are not named keep their order, after those that are.
        List<String> order = file.groupOrder();
        groups.sort(
                Comparator.comparingInt(each -> {
                    int index = order.indexOf(each.name());
                    return index < 0 ? order.size() : index;
                }));
        return groups;
    }

    private static void checkOrder(Path path, RuleUnitTestFile file, List<Problem> problems) {
        Set<String> seen = new HashSet<>();
        for (String each : file.groupOrder()) {
            if (!seen.add(each)) {
                problems.add(
                        new Problem(
                                path.toString(),
                                0,
                                0,
                                "group_eval_order: `" + each + "` is there twice"));
            }
        }
    }

    /// Files that a pattern names; wildcards may stand in folders too.
    private static List<Path> matching(@Nullable Path parent, String glob) {
        Path pattern = parent == null ? Path.of(glob) : parent.resolve(glob);
        Path root = pattern.getRoot();
        List<Path> found = List.of(root == null ? Path.of("") : root);
        for (Path part : pattern.normalize()) {
            found = found.stream().flatMap(each -> inside(each, part.toString())).toList();
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static Stream<Path> inside(Path folder, String glob) {
        Path plain = folder.resolve(glob);
        if (Files.exists(plain)) {
            return Stream.of(plain);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            found.sort(Comparator.naturalOrder());
            return found.stream();
        } catch (IOException | PatternSyntaxException e) {
            return Stream.empty();
        }
    }
}
