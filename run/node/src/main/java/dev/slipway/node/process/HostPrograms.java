package dev.slipway.node.process;

import dev.slipway.node.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The few programs of the host that supervisors need, by absolute path, since containers decide on
/// their own PATH. All but `fallocate` are part of POSIX or have a stand-in.
record HostPrograms(
        String shell,
        List<String> setsid,
        Path mkdir,
        Path mv,
        Path sleep,
        @Nullable Path fallocate) {
    /// For systems without `setsid`, macOS above all; they come with Perl.
    private static final String PERL_SETSID = "use POSIX; POSIX::setsid(); exec @ARGV";

    private static final List<String> USUAL_FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin");

    static HostPrograms find() {
        Path setsid = lookUp("setsid");
        Path perl = lookUp("perl");
        if (setsid == null && perl == null) {
            throw new IllegalStateException(
                    "Neither `setsid` nor `perl` is on PATH: pods of the runtime `process` cannot"
                            + " outlive the server without one of them. Install util-linux or perl.");
        }
        return new HostPrograms(
                require("sh").toString(),
                setsid != null
                        ? List.of(setsid.toString())
                        : List.of(String.valueOf(perl), "-e", PERL_SETSID, "--"),
                require("mkdir"),
                require("mv"),
                require("sleep"),
                lookUp("fallocate"));
    }

    /// The program of that name on this process's PATH or in the usual folders, or null.
    static @Nullable Path lookUp(String name) {
        return lookUp(name, System.getenv().getOrDefault("PATH", ""));
    }

    static @Nullable Path lookUp(String name, String searchPath) {
        List<String> folders = new ArrayList<>(List.of(searchPath.split(":")));
        folders.addAll(USUAL_FOLDERS);
        for (String folder : folders) {
            if (!folder.isEmpty()) {
                Path candidate = Path.of(folder, name);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    /// Writes the supervisor into `folder`, named after its content: a running shell reads its
    /// script bit by bit, so a script in use must never change.
    Path installSupervisor(Path folder) throws IOException {
        byte[] script = script().getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("supervisor-" + fingerprint(script) + ".sh");
        if (!Files.exists(file)) {
            AtomicFiles.write(file, script);
        }
        return file;
    }

    private String script() {
        try (InputStream in = HostPrograms.class.getResourceAsStream("supervisor.sh")) {
            if (in == null) {
                throw new IllegalStateException("supervisor.sh is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@sh@", shell)
                    .replace("@setsid@", "'" + String.join("' '", setsid) + "'")
                    .replace("@mkdir@", mkdir.toString())
                    .replace("@mv@", mv.toString())
                    .replace("@sleep@", sleep.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fingerprint(byte[] script) {
        java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
        sum.update(script);
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    private static Path require(String name) {
        Path found = lookUp(name);
        if (found == null) {
            throw new IllegalStateException(
                    "`"
                            + name
                            + "` is not on PATH ("
                            + System.getenv("PATH")
                            + "); the runtime `process` needs it.");
        }
        return found;
    }
}
