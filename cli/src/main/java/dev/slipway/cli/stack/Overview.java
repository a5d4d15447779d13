package dev.slipway.cli.stack;

import java.util.List;

/// What `slipway stack` alone says. Stateless.
final class Overview {
    private Overview() {}

    static String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                Usage: slipway stack [-chdir=DIR] COMMAND [OPTIONS]

                Plans and applies the configuration in a folder, as terraform does: it reads the same files, runs the
                same providers and keeps the same state, so that both can be used side by side. Where you write
                `terraform COMMAND`, write `slipway stack COMMAND`; options are the same, with one dash or two.

                Commands:
                """);
        list(Commands.ALL, text);
        text.append(
                """

                  -chdir=DIR           Work in another folder
                  COMMAND -help        Show the options of a command

                Environment variables have the meaning they have for terraform: TF_VAR_name, TF_CLI_ARGS,
                TF_CLI_ARGS_command, TF_DATA_DIR, TF_WORKSPACE, TF_INPUT, TF_IN_AUTOMATION.
                """);
        return text.toString();
    }

    /// The commands that begin with the same word.
    static String group(String name, List<Commands.Entry> members) {
        StringBuilder text = new StringBuilder();
        text.append("Usage: slipway stack ").append(name).append(" COMMAND [OPTIONS]\n\n");
        list(members, text);
        return text.toString();
    }

    private static void list(List<Commands.Entry> entries, StringBuilder text) {
        for (Commands.Entry each : entries) {
            text.append(String.format("  %-20s %s%n", each.words(), each.purpose()));
        }
    }
}
