package dev.slipway.cli.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Asks people. Stateless.
final class Questions {
    private Questions() {}

    /// Whether somebody says yes.
    ///
    /// @throws MistakeException if nobody may be asked
    static boolean isApproved(Shell shell, String question) {
        if (!shell.variable("TF_INPUT").matches("|1|true")) {
            throw new MistakeException(
                    "Approval required",
                    "Nobody can be asked here; use -auto-approve to go on without being asked.");
        }
        shell.out().println("\n" + question);
        shell.out().print("  Only \"yes\" is taken as approval: ");
        shell.out().flush();
        try {
            String answer =
                    new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8))
                            .readLine();
            return "yes".equals(answer == null ? "" : answer.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
