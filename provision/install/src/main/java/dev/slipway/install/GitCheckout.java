package dev.slipway.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Fetches a repository at one commit. Over SSH the `git` program does it, since it knows the keys
/// that people have. Stateless.
final class GitCheckout {
    private static final int TIMEOUT_SECONDS = 120;

    private GitCheckout() {}

    /// @throws IOException if the repository cannot be reached or has no such branch, tag or commit
    static void fetch(ModuleSource.Git source, Path folder) throws IOException {
        if (source.url().startsWith("ssh://")) {
            byProgram(source, folder);
            return;
        }
        try (Git git =
                Git.cloneRepository()
                        .setURI(source.url())
                        .setDirectory(folder.toFile())
                        .setTimeout(TIMEOUT_SECONDS)
                        .call()) {
            if (!source.ref().isEmpty()) {
                ObjectId commit = resolve(git.getRepository(), source.ref());
                if (commit == null) {
                    throw new IOException(
                            source.url() + " has no branch, tag or commit named " + source.ref());
                }
                git.reset().setMode(ResetCommand.ResetType.HARD).setRef(commit.name()).call();
            }
        } catch (GitAPIException | JGitInternalException e) {
            throw new IOException(source.url() + ": " + e.getMessage(), e);
        }
    }

    private static @org.jspecify.annotations.Nullable ObjectId resolve(
            Repository repository, String ref) throws IOException {
        for (String each : List.of("refs/remotes/origin/" + ref, "refs/tags/" + ref, ref)) {
            ObjectId found = repository.resolve(each + "^{commit}");
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static void byProgram(ModuleSource.Git source, Path folder) throws IOException {
        run("git", "clone", "--quiet", "--", source.url(), folder.toString());
        if (!source.ref().isEmpty()) {
            run("git", "-C", folder.toString(), "checkout", "--quiet", source.ref());
        }
    }

    private static void run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("git takes longer than " + TIMEOUT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(said.strip());
        }
    }
}
