package dev.slipway.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;

/// Places that may break a rule, each with a reason, from `exceptions.txt`: `RULE FILE reason`. The
/// list may only shrink: an entry that nothing needs fails the build.
final class Exceptions {
    private final Set<String> unused = new HashSet<>();
    private final Set<String> all = new HashSet<>();

    static Exceptions load() throws IOException {
        Exceptions exceptions = new Exceptions();
        for (String line :
                Files.readAllLines(
                        Sources.root().resolve("tidy/src/test/resources/exceptions.txt"))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" ", 3);
            if (parts.length < 3) {
                throw new IOException(
                        "exceptions.txt: \"" + line + "\" (expected: RULE FILE reason)");
            }
            exceptions.all.add(parts[0] + " " + parts[1]);
        }
        exceptions.unused.addAll(exceptions.all);
        return exceptions;
    }

    boolean allows(String rule, String file) {
        unused.remove(rule + " " + file);
        return all.contains(rule + " " + file);
    }

    Set<String> unused() {
        return unused;
    }
}
