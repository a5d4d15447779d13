package dev.slipway.cli.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.install.CliConfigReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that keep the tokens of registries' hosts.
final class LoginCommands {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LoginCommands() {}

    /// What both have.
    abstract static class Changing implements Callable<Integer> {
        final Shell shell;

        // picocli looks at it.
        @SuppressWarnings("UnusedVariable")
        @Option(names = "-help", usageHelp = true, description = "Show this help.")
        private boolean help;

        @Parameters(arity = "0..1", description = "The host; app.terraform.io if none is named.")
        String host = "app.terraform.io";

        Changing(Shell shell) {
            this.shell = shell;
        }

        /// Keeps a token, or with none forgets the one that is kept.
        void keep(String token) throws IOException {
            Path file = CliConfigReader.credentialsFile(shell.environment());
            ObjectNode json =
                    Files.exists(file) && MAPPER.readTree(file.toFile()) instanceof ObjectNode known
                            ? known
                            : MAPPER.createObjectNode();
            ObjectNode hosts = json.withObjectProperty("credentials");
            if (token.isEmpty()) {
                hosts.remove(host);
            } else {
                hosts.putObject(host).put("token", token);
            }
            Files.createDirectories(file.getParent());
            PrivateFile.write(
                    file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        }
    }

    /// `stack login`.
    @Command(description = "Keep the token of a registry's host.")
    static final class Login extends Changing {
        Login(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() throws IOException {
            shell.out()
                    .print(
                            "The token for "
                                    + host
                                    + " (make one on its page, and paste it here): ");
            shell.out().flush();
            String line =
                    new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8))
                            .readLine();
            if (line == null || line.isBlank()) {
                throw new MistakeException("No token", "Nothing was kept.");
            }
            keep(line.strip());
            shell.out().println("\nThe token for " + host + " is kept.");
            return 0;
        }
    }

    /// `stack logout`.
    @Command(description = "Forget the token of a registry's host.")
    static final class Logout extends Changing {
        Logout(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() throws IOException {
            keep("");
            shell.out().println("The token for " + host + " is forgotten.");
            return 0;
        }
    }
}
