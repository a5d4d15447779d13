package dev.slipway.cli.stack;

import dev.slipway.hcl.format.Formatter;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `stack fmt`: writes files in canonical layout. Exits with 3 if `-check` finds some that are not,
/// with 2 if a file cannot be read.
@Command(description = "Write files in canonical layout.")
final class FmtCommand implements Callable<Integer> {
    private static final int UNREADABLE = 2;
    private static final int DIFFERENT = 3;
    private static final int STDIN_BYTES_MAX = 64 << 20;
    private static final List<String> ENDINGS =
            List.of(".tf", ".tofu", ".tfvars", ".tftest.hcl", ".tofutest.hcl", ".tfmock.hcl");

    private final Shell shell;
    private final Diagnostics diagnostics = new Diagnostics();
    private boolean different;

    @Option(
            names = "-check",
            description = "Exit with 3 if a file is not formatted; write nothing.")
    private boolean check;

    @Option(names = "-diff", description = "Show what changes.")
    private boolean diff;

    @Option(
            names = "-write",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Write to the files (default: true; never with -check or for -).")
    private boolean write;

    @Option(
            names = "-list",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "List files that are not formatted (default: true; never for -).")
    private boolean list;

    @Option(names = "-recursive", description = "Go into folders in the folder.")
    private boolean recursive;

    @Option(names = "-no-color", description = "Without colours.")
    private boolean plain;

    // picocli looks at it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "-help", usageHelp = true, description = "Show this help.")
    private boolean help;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files, folders or - for input.")
    private List<String> targets = new ArrayList<>();

    FmtCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (targets.equals(List.of("-"))) {
            formatInput();
        } else {
            for (String each : targets.isEmpty() ? List.of(".") : targets) {
                formatTarget(each);
            }
        }
        shell.out().flush();
        if (diagnostics.hasErrors()) {
            shell.err().print(StackCommands.text(diagnostics.list(), shell.colour(plain)));
            return UNREADABLE;
        }
        return check && different ? DIFFERENT : 0;
    }

    private void formatInput() throws IOException {
        byte[] bytes = shell.in().readNBytes(STDIN_BYTES_MAX);
        String text = new String(bytes, StandardCharsets.UTF_8);
        String formatted = formatted("<stdin>", text);
        if (formatted == null) {
            return;
        }
        different = !formatted.equals(text);
        if (diff && different) {
            print(UnifiedDiff.of("<stdin>", text, formatted));
        } else if (!check && !diff) {
            print(formatted.endsWith("\n") ? formatted : formatted + "\n");
        }
    }

    private void formatTarget(String target) throws IOException {
        Path path = shell.folder().resolve(target);
        if (Files.isDirectory(path)) {
            formatFolder(path, Path.of(target).normalize());
        } else if (!Files.exists(path)) {
            diagnostics.error("No file or folder at " + target, "", null);
        } else if (!isFormattable(path)) {
            diagnostics.error(
                    "Only .tf, .tfvars, and .tftest.hcl files can be formatted",
                    target + " is none.",
                    null);
        } else {
            formatFile(path, Path.of(target).normalize().toString());
        }
    }

    private void formatFolder(Path folder, Path shown) throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.filter(each -> !isIgnored(each)).sorted().toList();
        }
        for (Path each : entries) {
            Path name = shown.resolve(each.getFileName()).normalize();
            if (Files.isDirectory(each)) {
                if (recursive) {
                    formatFolder(each, name);
                }
            } else if (isFormattable(each)) {
                formatFile(each, name.toString());
            }
        }
    }

    /// What is hidden, and what editors leave behind.
    private static boolean isIgnored(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".")
                || name.endsWith("~")
                || (name.startsWith("#") && name.endsWith("#"));
    }

    private static boolean isFormattable(Path path) {
        return ENDINGS.stream().anyMatch(path.getFileName().toString()::endsWith);
    }

    private void formatFile(Path file, String shown) throws IOException {
        String text = Files.readString(file);
        String formatted = formatted(shown, text);
        if (formatted == null) {
            return;
        }
        if (!formatted.equals(text)) {
            different = true;
            if (list) {
                print(shown + "\n");
            }
            if (write && !check) {
                Files.writeString(file, formatted);
            }
            if (diff) {
                print(UnifiedDiff.of(shown, text, formatted));
            }
        }
        if (!list && !write && !diff && !check) {
            print(formatted.endsWith("\n") ? formatted : formatted + "\n");
        }
    }

    private @org.jspecify.annotations.Nullable String formatted(String name, String text) {
        Diagnostics own = new Diagnostics();
        String formatted = Formatter.format(new SourceText(name, text), own);
        diagnostics.addAll(own);
        // A file whose last line has no end keeps it so.
        return formatted == null || text.endsWith("\n")
                ? formatted
                : formatted.substring(0, formatted.length() - 1);
    }

    /// Line ends are the file's, and bytes are UTF-8 whatever the terminal has.
    private void print(String text) throws IOException {
        shell.out().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
