package dev.slipway.terraform.folder;

import static java.util.Objects.requireNonNull;

import dev.slipway.backend.Backends;
import dev.slipway.state.State;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.terraform.config.ConfigTree;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes a folder use the backend that its configuration names, and brings the states there that
/// were somewhere else before. Belongs to one thread.
public final class BackendInit {
    private final WorkingFolder folder;
    private final Request request;

    /// How to go about it.
    ///
    /// @param given settings besides those of the configuration: `KEY=VALUE`, or files
    /// @param reconfigure forgets what was before
    /// @param migrate copies states from where they were
    /// @param ask whether somebody agrees to what is asked
    public record Request(
            List<String> given, boolean reconfigure, boolean migrate, Predicate<String> ask) {
        public Request {
            given = List.copyOf(given);
            requireNonNull(ask, "ask");
        }
    }

    public BackendInit(WorkingFolder folder, Request request) {
        this.folder = requireNonNull(folder, "folder");
        this.request = requireNonNull(request, "request");
    }

    /// What was done, for people; empty if nothing had to be.
    ///
    /// @throws FolderException if the backend changed and it is not said what to do with the states
    /// @throws dev.slipway.state.StateException if states cannot be read or written
    public String init(ConfigTree config) {
        BackendSetting setting = folder.backend(config);
        BackendRecord before = BackendRecord.read(folder.dataFolder());
        BackendRecord after =
                setting.isLocal() ? null : setting.with(request.given(), folder.folder());
        if (isSame(before, after)) {
            return "";
        }
        boolean changes = before != null;
        if (changes && !request.reconfigure() && !request.migrate()) {
            throw new FolderException(
                    "Backend configuration changed",
                    "States were kept by \""
                            + requireNonNull(before).type()
                            + "\" and shall be by \""
                            + setting.type()
                            + "\", or with other settings. To bring them there: init"
                            + " -migrate-state; to leave them where they are: init -reconfigure.");
        }
        int moved = 0;
        if (!request.reconfigure()) {
            moved = migrate(config, before, after);
        }
        if (after == null) {
            BackendRecord.remove(folder.dataFolder());
        } else {
            after.write(folder.dataFolder(), Backends.types(after.type()));
        }
        return "States are kept by \""
                + setting.type()
                + "\" from now on."
                + (moved == 0 ? "" : " " + moved + " were brought there.");
    }

    private static boolean isSame(@Nullable BackendRecord before, @Nullable BackendRecord after) {
        return before == null ? after == null : before.equals(after);
    }

    private int migrate(
            ConfigTree config, @Nullable BackendRecord before, @Nullable BackendRecord after) {
        int moved = 0;
        try (StateStore from = folder.states(config, before);
                StateStore to = folder.states(config, after)) {
            for (String workspace : from.workspaces()) {
                State state = from.read(workspace);
                if (state != null && !state.isEmpty()) {
                    moved += copy(workspace, state, to);
                }
            }
        }
        return moved;
    }

    private int copy(String workspace, State state, StateStore to) {
        State there = to.read(workspace);
        if (there != null
                && there.lineage().equals(state.lineage())
                && there.serial() >= state.serial()) {
            return 0;
        }
        String question =
                there == null || there.isEmpty()
                        ? "Copy the state of the workspace " + workspace + " there?"
                        : "There is another state of the workspace "
                                + workspace
                                + " already. Replace it by the one from before?";
        if (!request.ask().test(question)) {
            return 0;
        }
        try (StateStore.Lock lock =
                to.lock(
                        workspace,
                        new LockRequest("init", System.getProperty("user.name", "somebody"), ""),
                        Duration.ofSeconds(30))) {
            lock.write(state, true);
        }
        return 1;
    }
}
