package dev.slipway.cli.stack;

import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.view.GraphText;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `stack graph`: which resources need which others, for Graphviz.
@Command(description = "Draw which resources need which others, in the language of Graphviz.")
final class GraphCommand implements Callable<Integer> {
    private final Shell shell;

    // Only one kind of graph is drawn.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-type", "-draw-cycles"},
            hidden = true,
            arity = "0..1")
    private String type = "";

    // picocli looks at it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "-help", usageHelp = true, description = "Show this help.")
    private boolean help;

    GraphCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (WorkingFolder folder = Folders.open(shell)) {
            ConfigTree config = folder.config(Map.of());
            shell.out().print(new GraphText(Schemas.of(folder.providers())).text(config));
            return 0;
        } catch (FolderException e) {
            throw new MistakeException(e.diagnostics());
        }
    }
}
