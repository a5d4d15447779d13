package dev.slipway.cli;

import dev.slipway.cli.stack.StackCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `slipway stack` among the other commands; its own commands and options are its own affair.
@Command(
        name = "stack",
        description = "Plan and apply Terraform configurations: `stack plan`, `stack apply`.")
final class StackCommand implements Callable<Integer> {
    @Unmatched private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        return StackCommands.run(words);
    }
}
