package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.StateStore;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.engine.Console;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.WorkingFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stack console`: evaluates expressions, one a line; a bracket that is open goes on in the next.
@Command(description = "Try expressions against the configuration and the state.")
final class ConsoleCommand implements Callable<Integer> {
    private static final String OPEN = "([{";
    private static final String CLOSED = ")]}";

    private final Shell shell;

    @Mixin private RunOptions options = new RunOptions();

    ConsoleCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (WorkingFolder folder = Folders.open(shell)) {
            Map<String, Value> variables = folder.variables(options.given(), new Diagnostics());
            ConfigTree config = folder.config(variables);
            try (StateStore states = folder.states(config);
                    Console console =
                            folder.engine()
                                    .console(
                                            config,
                                            folder.state(states),
                                            variables,
                                            folder.workspace())) {
                return converse(console);
            }
        } catch (FolderException e) {
            throw new MistakeException(e.diagnostics());
        }
    }

    /// Of what is piped in, only the last answer is printed, as scripts expect of Terraform.
    private int converse(Console console) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
        String last = "";
        for (String text = next(in); text != null; text = next(in)) {
            if (text.isBlank()) {
                continue;
            }
            if (text.strip().equals("exit")) {
                break;
            }
            Console.Answer answer = console.evaluate(text);
            if (!answer.diagnostics().list().isEmpty()) {
                shell.err()
                        .print(
                                StackCommands.text(
                                        answer.diagnostics().list(), shell.colour(false)));
            }
            if (answer.diagnostics().hasErrors()) {
                if (!shell.terminal()) {
                    return 1;
                }
                continue;
            }
            last = answer.text();
            if (shell.terminal()) {
                shell.out().println(last);
            }
        }
        if (!shell.terminal() && !last.isEmpty()) {
            shell.out().println(last);
        }
        return 0;
    }

    /// A whole expression; null at the end.
    private @Nullable String next(BufferedReader in) throws IOException {
        prompt("> ");
        String line = in.readLine();
        if (line == null) {
            return null;
        }
        StringBuilder text = new StringBuilder(line);
        while (isOpen(text)) {
            prompt("  ");
            String more = in.readLine();
            if (more == null) {
                break;
            }
            text.append('\n').append(more);
        }
        return text.toString();
    }

    private void prompt(String mark) {
        if (shell.terminal()) {
            shell.out().print(mark);
            shell.out().flush();
        }
    }

    private static boolean isOpen(CharSequence text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '\\' && quoted) {
                i++;
            } else if (each == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += OPEN.indexOf(each) >= 0 ? 1 : CLOSED.indexOf(each) >= 0 ? -1 : 0;
            }
        }
        return depth > 0;
    }
}
