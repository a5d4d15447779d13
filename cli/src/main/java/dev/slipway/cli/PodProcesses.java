package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The processes of pods on this machine, as their supervisors record them:
/// `*_UID/containers/NAME/ATTEMPT/pid` in the pods' folder begins with the process id.
final class PodProcesses {
    private final Path pods;

    PodProcesses(Path pods) {
        this.pods = pods;
    }

    /// The process of the newest start of a container. Fails if there is none.
    long find(String podUid, String container) {
        try {
            Path pod = only(pods, "_" + podUid);
            List<Path> attempts = children(pod.resolve("containers").resolve(container));
            Path newest =
                    attempts.stream()
                            .max(Comparator.comparingInt(PodProcesses::number))
                            .orElseThrow(() -> new CommandException(container + " never started"));
            String identity = Files.readString(newest.resolve("pid")).strip();
            return Long.parseLong(identity.split(" ", 2)[0]);
        } catch (IOException e) {
            throw new CommandException("Cannot find the process of " + podUid + ": " + e);
        }
    }

    private static Path only(Path folder, String suffix) throws IOException {
        return children(folder).stream()
                .filter(child -> child.toString().endsWith(suffix))
                .findFirst()
                .orElseThrow(() -> new CommandException("There is no pod in " + folder));
    }

    private static int number(Path attempt) {
        return Integer.parseInt(attempt.getFileName().toString());
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }
}
