package dev.slipway.backend;

import static java.util.Objects.requireNonNull;

import dev.slipway.state.Journal;
import dev.slipway.state.JournalFile;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// States in a [Place]. While a run goes on, what is completed goes to a journal on this machine,
/// at once and durably, and the whole state to its place when the run ends. If the run dies, the
/// next one in this folder finds the journal. Thread-safe.
final class RemoteStateStore implements StateStore {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String VERSION = "1.11.4";

    private final Place place;
    private final Folders files;
    private final StateFormat format;
    private final InstantSource clock;

    /// Where this machine keeps what is not at its place yet.
    record Folders(Path journals, Path folder) {}

    RemoteStateStore(Place place, Folders files, StateFormat format, InstantSource clock) {
        this.format = requireNonNull(format, "format");
        this.place = requireNonNull(place, "place");
        this.files = requireNonNull(files, "files");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public List<String> workspaces() {
        try {
            List<String> names = new ArrayList<>(List.of(DEFAULT_WORKSPACE));
            place.workspaces().stream().sorted().forEach(names::add);
            return names;
        } catch (IOException e) {
            throw new StateException("workspaces: cannot be listed: " + e.getMessage(), e);
        }
    }

    @Override
    public void deleteWorkspace(String name) {
        if (name.equals(DEFAULT_WORKSPACE)) {
            throw new StateException("workspace: default cannot be deleted");
        }
        try {
            place.delete(name);
            JournalFile.remove(journalFile(name));
        } catch (IOException e) {
            throw new StateException("workspace: cannot delete " + name + ": " + e.getMessage(), e);
        }
    }

    private Path journalFile(String workspace) {
        return files.journals()
                .resolve(
                        UUID.nameUUIDFromBytes(
                                        place.name(workspace).getBytes(StandardCharsets.UTF_8))
                                + ".journal");
    }

    @Override
    public @Nullable State read(String workspace) {
        State kept = kept(workspace);
        return kept == null ? null : JournalFile.replay(journalFile(workspace), kept, format);
    }

    private @Nullable State kept(String workspace) {
        try {
            byte[] bytes = place.read(workspace);
            return bytes == null || bytes.length == 0
                    ? null
                    : format.read(bytes, place.name(workspace));
        } catch (IOException e) {
            throw new StateException(
                    "state: cannot read " + place.name(workspace) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Lock lock(String workspace, LockRequest request, Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        LockHolder wanted =
                LockHolder.of(
                        UUID.randomUUID().toString(),
                        request.operation(),
                        request.reason(),
                        request.who(),
                        clock.instant());
        while (true) {
            LockHolder holder;
            try {
                switch (place.lock(workspace, wanted)) {
                    case Place.Locking.Taken(LockHolder info) -> {
                        return new Held(workspace, info);
                    }
                    case Place.Locking.Held(LockHolder other) -> holder = other;
                }
            } catch (IOException e) {
                throw new StateException(
                        "lock: cannot lock " + place.name(workspace) + ": " + e.getMessage(), e);
            }
            if (System.nanoTime() - until >= 0) {
                throw new StateException(
                        "lock: the state "
                                + place.name(workspace)
                                + " is locked "
                                + holder
                                + ". Wait until that run has ended; if it is gone, use"
                                + " force-unlock with the ID of the lock.");
            }
            pause(workspace);
        }
    }

    private void pause(String workspace) {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateException(
                    "lock: interrupted while waiting for " + place.name(workspace), e);
        }
    }

    @Override
    public void forceUnlock(String workspace, String lockId) {
        try {
            place.unlock(workspace, LockHolder.of(lockId, "", "", "", clock.instant()));
        } catch (IOException e) {
            throw new StateException(
                    "lock: cannot release " + place.name(workspace) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        place.close();
    }

    /// A lock that is held.
    private final class Held implements Lock {
        private final String workspace;
        private final LockHolder info;
        private @Nullable JournalFile journal;

        private Held(String workspace, LockHolder info) {
            this.workspace = workspace;
            this.info = info;
        }

        @Override
        public String id() {
            return info.id();
        }

        /// A journal left by a run that died is made part of the state first.
        @Override
        public synchronized Journal journal() {
            if (journal == null) {
                Path file = journalFile(workspace);
                State kept = kept(workspace);
                State now = kept == null ? null : JournalFile.replay(file, kept, format);
                if (now == null) {
                    now = State.empty(VERSION, UUID.randomUUID().toString());
                    put(now);
                } else if (now.serial() != requireNonNull(kept).serial()) {
                    put(now);
                }
                JournalFile.remove(file);
                try {
                    Files.createDirectories(files.journals());
                } catch (IOException e) {
                    throw new StateException(
                            "journal: cannot make " + files.journals() + ": " + e.getMessage(), e);
                }
                journal = JournalFile.open(file, now.lineage(), now.serial(), format);
            }
            return journal;
        }

        @Override
        public synchronized void write(State next, boolean force) {
            State now = force ? null : read(workspace);
            if (now != null && !now.lineage().equals(next.lineage())) {
                throw new StateException(
                        "state: lineage %s (expected: %s, that of %s); it belongs to something else"
                                .formatted(next.lineage(), now.lineage(), place.name(workspace)));
            }
            if (now != null && next.serial() < now.serial()) {
                throw new StateException(
                        "state: serial %d (expected: at least %d, that of %s); it is older"
                                .formatted(next.serial(), now.serial(), place.name(workspace)));
            }
            put(next);
            if (journal != null) {
                journal.close();
                journal = null;
            }
            JournalFile.remove(journalFile(workspace));
        }

        /// What cannot be brought to its place stays on this machine.
        private void put(State state) {
            byte[] bytes = format.write(state);
            try {
                place.write(workspace, bytes, info);
            } catch (IOException e) {
                Path rescued = files.folder().resolve("errored.tfstate");
                try {
                    Files.write(rescued, bytes);
                } catch (IOException second) {
                    e.addSuppressed(second);
                }
                throw new StateException(
                        "state: cannot write "
                                + place.name(workspace)
                                + ": "
                                + e.getMessage()
                                + ". The state is in "
                                + rescued
                                + "; when the place can be reached again: slipway stack state push "
                                + rescued.getFileName(),
                        e);
            }
        }

        @Override
        public synchronized void close() {
            try {
                if (journal != null) {
                    journal.close();
                }
                place.unlock(workspace, info);
            } catch (IOException e) {
                throw new StateException(
                        "lock: cannot release " + place.name(workspace) + ": " + e.getMessage(), e);
            }
        }
    }
}
