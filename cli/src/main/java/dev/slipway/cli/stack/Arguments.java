package dev.slipway.cli.stack;

import java.util.ArrayList;
import java.util.List;

/// The words of a command line as Terraform's users write them: options have one dash or two,
/// `-chdir` stands before the command, and environment variables add more options. Immutable.
record Arguments(String chdir, String command, List<String> rest) {
    private static final String CHDIR = "-chdir=";

    Arguments {
        rest = List.copyOf(rest);
    }

    /// An absent command is empty.
    static Arguments of(List<String> words) {
        String chdir = "";
        int index = 0;
        while (index < words.size() && oneDash(words.get(index)).startsWith(CHDIR)) {
            chdir = oneDash(words.get(index)).substring(CHDIR.length());
            index++;
        }
        if (index == words.size()) {
            return new Arguments(chdir, "", List.of());
        }
        List<String> rest = words.subList(index + 1, words.size());
        return new Arguments(
                chdir, oneDash(words.get(index)), rest.stream().map(Arguments::oneDash).toList());
    }

    /// With what `TF_CLI_ARGS` and `TF_CLI_ARGS_command` add, before what is written. A command of
    /// two words has an underscore in its place: `TF_CLI_ARGS_state_list`.
    List<String> withAdded(Shell shell, List<String> subcommand) {
        String name = String.join("_", subcommand).replace('-', '_');
        List<String> all = new ArrayList<>();
        all.addAll(words(shell.variable("TF_CLI_ARGS")));
        all.addAll(words(shell.variable("TF_CLI_ARGS_" + name)));
        all.replaceAll(Arguments::oneDash);
        all.addAll(rest.subList(subcommand.size() - 1, rest.size()));
        return all;
    }

    private static String oneDash(String word) {
        return word.length() > 2 && word.startsWith("--") ? word.substring(1) : word;
    }

    /// Divides a text into words as a shell does: at blanks, but not within quotes or after a
    /// backslash.
    ///
    /// @throws MistakeException if a quote is not closed
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int index = 0; index < text.length(); index++) {
            char each = text.charAt(index);
            if (each == '\\' && quote != '\'' && index + 1 < text.length()) {
                word.append(text.charAt(++index));
                begun = true;
            } else if (quote != 0) {
                if (each == quote) {
                    quote = 0;
                } else {
                    word.append(each);
                }
            } else if (each == '"' || each == '\'') {
                quote = each;
                begun = true;
            } else if (Character.isWhitespace(each)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(each);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new MistakeException(
                    "Invalid options in the environment",
                    "A quote is opened and not closed in " + text + ".");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
