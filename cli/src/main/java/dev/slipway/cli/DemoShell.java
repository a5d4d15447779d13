package dev.slipway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// Runs the demo's commands as if they were typed: the same command line, in this process, against
/// the demo's server. Each is shown, with what it prints.
final class DemoShell {
    private final Path data;
    private final DemoNarration narration;

    DemoShell(Path data, DemoNarration narration) {
        this.data = data;
        this.narration = narration;
    }

    /// Fails if the command does.
    void run(String... words) {
        runAs("slipway " + String.join(" ", words), words);
    }

    /// Runs words that a person would write shorter.
    void runAs(String shown, String... words) {
        narration.command(shown);
        StringWriter printed = new StringWriter();
        CommandLine line = Main.commandLine();
        PrintWriter out = new PrintWriter(printed, true);
        line.setOut(out).setErr(out);
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--data=" + data);
        int exitCode = line.execute(all.toArray(String[]::new));
        out.flush();
        if (exitCode != 0) {
            throw new CommandException("`" + shown + "` failed: " + printed);
        }
        narration.show(printed.toString());
    }
}
