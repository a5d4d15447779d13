package dev.slipway.cli.stack;

import static java.util.Objects.requireNonNull;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What a command sees of the world it is called in: the folder it works in, environment variables,
/// and where it reads and writes. Immutable; commands use it from one thread.
record Shell(
        Path folder,
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal) {
    Shell {
        requireNonNull(folder, "folder");
        environment = Map.copyOf(environment);
    }

    /// That of this process.
    static Shell ofProcess() {
        return new Shell(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                System.in,
                System.out,
                System.err,
                isTerminal());
    }

    @SuppressWarnings("SystemConsoleNull") // The null checker does not know that it never is.
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    Shell in(Path other) {
        return new Shell(other, environment, in, out, err, terminal);
    }

    Shell with(String name, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value);
        return new Shell(folder, changed, in, out, err, terminal);
    }

    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /// Colours are for people: not in files and pipes, and not for those who do not want them.
    boolean colour(boolean refused) {
        return terminal && !refused && variable("NO_COLOR").isEmpty();
    }
}
