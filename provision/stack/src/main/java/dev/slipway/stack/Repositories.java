package dev.slipway.stack;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Stack.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.CloneCommand;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.TagOpt;
import org.jspecify.annotations.Nullable;

/// Clones of the repositories that Stacks name, one for each Stack, in a folder of their own. One
/// Stack at a time; different ones may be looked at side by side.
final class Repositories {
    private static final int TIMEOUT_SECONDS = 60;

    private final Path folder;

    Repositories(Path folder) {
        this.folder = folder;
    }

    /// Brings the clone to what the repository has now.
    ///
    /// @throws StackException if it cannot be reached or has no such branch, tag or commit
    Checkout update(ObjectKey key, Git source, @Nullable CredentialsProvider credentials) {
        Path clone = folder.resolve(key.namespace()).resolve(key.name());
        try (org.eclipse.jgit.api.Git git = open(clone, source, credentials)) {
            FetchCommand fetch =
                    git.fetch().setTagOpt(TagOpt.FETCH_TAGS).setRemoveDeletedRefs(true);
            with(fetch, credentials).call();
            ObjectId commit = resolve(git.getRepository(), source.ref());
            if (commit == null) {
                throw new StackException(
                        "git: %s has no branch, tag or commit named %s"
                                .formatted(source.url(), source.ref()));
            }
            git.reset().setMode(ResetCommand.ResetType.HARD).setRef(commit.name()).call();
            Path configuration = inside(clone, source.folder());
            return new Checkout(
                    configuration,
                    new Fingerprint().addFolder(configuration).toString(),
                    commit.name());
        } catch (GitAPIException | JGitInternalException | IOException e) {
            throw new StackException("git: cannot read %s: %s".formatted(source.url(), reason(e)));
        }
    }

    private static org.eclipse.jgit.api.Git open(
            Path clone, Git source, @Nullable CredentialsProvider credentials)
            throws IOException, GitAPIException {
        if (Files.isDirectory(clone.resolve(".git"))) {
            org.eclipse.jgit.api.Git git = org.eclipse.jgit.api.Git.open(clone.toFile());
            String url = git.getRepository().getConfig().getString("remote", "origin", "url");
            if (source.url().equals(url)) {
                return git;
            }
            git.close();
        }
        Folders.delete(clone);
        CloneCommand command =
                org.eclipse.jgit.api.Git.cloneRepository()
                        .setURI(source.url())
                        .setDirectory(clone.toFile())
                        .setCloneAllBranches(true);
        return with(command, credentials).call();
    }

    private static <C extends TransportCommand<C, ?>> C with(
            C command, @Nullable CredentialsProvider credentials) {
        command.setTimeout(TIMEOUT_SECONDS);
        return credentials == null ? command : command.setCredentialsProvider(credentials);
    }

    private static @Nullable ObjectId resolve(Repository repository, @Nullable String ref)
            throws IOException {
        if (ref == null || ref.isBlank()) {
            ObjectId head = repository.resolve("refs/remotes/origin/HEAD^{commit}");
            return head != null ? head : repository.resolve("HEAD^{commit}");
        }
        for (String each : new String[] {"refs/remotes/origin/" + ref, "refs/tags/" + ref, ref}) {
            ObjectId found = repository.resolve(each + "^{commit}");
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Path inside(Path clone, @Nullable String folder) {
        return folder == null ? clone : clone.resolve(folder).normalize();
    }

    void forget(ObjectKey key) {
        Folders.delete(folder.resolve(key.namespace()).resolve(key.name()));
    }

    private static String reason(Exception problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }
}
