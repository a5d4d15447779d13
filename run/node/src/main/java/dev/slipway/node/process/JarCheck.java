package dev.slipway.node.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/// Refuses jars that `java -jar` could not run.
final class JarCheck {
    private JarCheck() {}

    static void requireRunnable(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue("Main-Class") == null) {
                throw new IllegalArgumentException(
                        "jar: "
                                + jar
                                + " has no Main-Class in its manifest (expected: a runnable"
                                + " jar, as `java -jar` takes it)");
            }
        } catch (ZipException e) {
            throw new IllegalArgumentException("jar: " + jar + " (expected: a jar file)", e);
        }
    }
}
