package dev.slipway.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules of the source that no compiler checks: sizes, documentation of public types, and words
/// that do not belong. Exceptions stand in `exceptions.txt`, each with its reason.
final class TidyTest {
    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 60;
    private static final int PARAMETERS_MAX = 6;
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern AUTHOR = Pattern.compile("@" + "author");
    private static final Pattern ASLEEP = Pattern.compile("@" + "Disabled|Thread\\." + "sleep");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    private final List<String> problems = new ArrayList<>();
    private Exceptions exceptions = new Exceptions();

    @Test
    void sourcesAreTidy() throws IOException {
        exceptions = Exceptions.load();
        List<Path> files = Sources.java();
        assertThat(files).hasSizeGreaterThan(100);
        for (Path file : files) {
            checkText(file);
        }
        checkTrees(files);
        assertThat(problems).isEmpty();
        assertThat(exceptions.unused()).as("exceptions that nothing needs any more").isEmpty();
    }

    @Test
    void linksInTheDocumentsLeadSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path document : Sources.ending(".md")) {
            var links = LINK.matcher(Files.readString(document));
            while (links.find()) {
                Path goal = document.resolveSibling(links.group(1)).normalize();
                if (!Files.exists(goal)) {
                    dead.add(Sources.name(document) + " -> " + links.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    private void checkText(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() > FILE_LINES_MAX) {
            report("file-lines", file, 1, lines.size() + " lines (at most " + FILE_LINES_MAX + ")");
        }
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (UNFINISHED.matcher(line).find()) {
                report("unfinished", file, number, "unfinished work belongs in an issue");
            }
            if (AUTHOR.matcher(line).find()) {
                report("author", file, number, "the history knows the author");
            }
            if (isTest(file) && ASLEEP.matcher(line).find()) {
                report("asleep", file, number, "tests wait for conditions and are never disabled");
            }
        }
    }

    private static boolean isTest(Path file) {
        return file.toString().contains("/src/test/");
    }

    private void checkTrees(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    diagnostic -> {},
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            Trees trees = Trees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(unit, trees).scan(unit, null);
            }
        }
    }

    private void report(String rule, Path file, long line, String what) {
        String name = Sources.name(file);
        if (!exceptions.allows(rule, name)) {
            problems.add(name + ":" + line + ": " + what + " [" + rule + "]");
        }
    }

    /// Walks one file's types and methods.
    private final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final Path file;

        Scanner(CompilationUnitTree unit, Trees trees) {
            this.unit = unit;
            this.trees = trees;
            this.file = Path.of(unit.getSourceFile().toUri());
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            boolean topLevel = unit.equals(getCurrentPath().getParentPath().getLeaf());
            Set<Modifier> modifiers = type.getModifiers().getFlags();
            if (topLevel
                    && modifiers.contains(Modifier.PUBLIC)
                    && !isTest(file)
                    && trees.getDocComment(getCurrentPath()) == null) {
                report("type-doc", file, line(type), "public type without a documentation comment");
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            long lines = endLine(method) - line(method) + 1;
            String name = method.getName().toString();
            if (lines > METHOD_LINES_MAX) {
                report(
                        "method-lines",
                        file,
                        line(method),
                        name + " has " + lines + " lines (at most " + METHOD_LINES_MAX + ")");
            }
            boolean canonical = trees.getSourcePositions().getEndPosition(unit, method) < 0;
            if (!canonical
                    && !name.equals("<init>")
                    && method.getParameters().size() > PARAMETERS_MAX) {
                report(
                        "parameters",
                        file,
                        line(method),
                        name
                                + " has "
                                + method.getParameters().size()
                                + " parameters (at most "
                                + PARAMETERS_MAX
                                + ")");
            }
            return super.visitMethod(method, null);
        }

        private long line(Tree tree) {
            return unit.getLineMap()
                    .getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
        }

        private long endLine(Tree tree) {
            long end = trees.getSourcePositions().getEndPosition(unit, tree);
            return end < 0 ? line(tree) : unit.getLineMap().getLineNumber(end);
        }
    }
}
