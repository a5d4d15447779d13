package dev.slipway.server;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The folder that holds everything a server keeps, and the names in it.
public final class DataFolder {
    private final Path path;

    private DataFolder(Path path) {
        this.path = requireNonNull(path, "path");
    }

    public static DataFolder at(Path path) {
        return new DataFolder(path);
    }

    public Path path() {
        return path;
    }

    public Path kubeconfig() {
        return path.resolve("kubeconfig");
    }

    public Path serverLog() {
        return path.resolve("server.log");
    }

    public Path images() {
        return path.resolve("images");
    }

    Path store() {
        return path.resolve("store");
    }

    Path pki() {
        return path.resolve("pki");
    }

    public Path pods() {
        return path.resolve("pods");
    }

    Path metrics() {
        return path.resolve("metrics");
    }

    /// What the Alertmanager must remember: silences, what was sent.
    Path alerts() {
        return path.resolve("alerts");
    }

    Path stacks() {
        return path.resolve("stacks");
    }

    Path tokens() {
        return path.resolve("tokens.csv");
    }

    /// The server that runs on this folder, if one does.
    public Optional<RunningServer> runningServer() {
        try {
            byte[] json = Files.readAllBytes(serverFile());
            return Optional.of(Json.convert(Json.parseObject(json), RunningServer.class))
                    .filter(RunningServer::isAlive);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | ApiException e) {
            throw new ServerException("Cannot read " + serverFile() + ": " + e.getMessage(), e);
        }
    }

    /// Has the running server end its pods when it stops.
    public void requestPodsStop() {
        try {
            Files.writeString(podsStopFile(), "");
        } catch (IOException e) {
            throw new ServerException("Cannot write " + podsStopFile() + ": " + e.getMessage(), e);
        }
    }

    boolean takePodsStopRequest() {
        if (!Files.exists(podsStopFile())) {
            return false;
        }
        try {
            return Files.deleteIfExists(podsStopFile());
        } catch (IOException e) {
            throw new ServerException("Cannot remove " + podsStopFile() + ": " + e.getMessage(), e);
        }
    }

    /// Makes the folder, for its owner only.
    void create() {
        try {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new ServerException(
                    "Cannot make the data folder "
                            + path
                            + ": "
                            + reason(e)
                            + ". Choose another with --data or SLIPWAY_HOME.",
                    e);
        }
        if (!Files.isWritable(path)) {
            throw new ServerException(
                    "The data folder "
                            + path
                            + " is not writable for "
                            + System.getProperty("user.name")
                            + ". Choose another with --data or SLIPWAY_HOME.",
                    null);
        }
    }

    void announce(RunningServer server) {
        Path temporary = path.resolve("server.json.new");
        try {
            Files.write(temporary, Json.bytes(server));
            Files.move(temporary, serverFile(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ServerException("Cannot write " + serverFile() + ": " + reason(e), e);
        }
    }

    void withdraw() {
        try {
            Files.deleteIfExists(serverFile());
        } catch (IOException e) {
            throw new ServerException("Cannot remove " + serverFile() + ": " + reason(e), e);
        }
    }

    private Path serverFile() {
        return path.resolve("server.json");
    }

    private Path podsStopFile() {
        return path.resolve("stop-pods");
    }

    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
