package dev.slipway.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilePatternsTest {
    @TempDir Path folder;

    @Test
    void findsFilesOfOneFolderOnly() throws Exception {
        Files.createDirectories(folder.resolve("a/deep"));
        Files.writeString(folder.resolve("a/2.yml"), "");
        Files.writeString(folder.resolve("a/1.yml"), "");
        Files.writeString(folder.resolve("a/3.txt"), "");
        Files.writeString(folder.resolve("a/deep/4.yml"), "");

        assertThat(FilePatterns.expand(folder + "/a/*.yml"))
                .containsExactly(folder.resolve("a/1.yml"), folder.resolve("a/2.yml"));
        assertThat(FilePatterns.expand(folder + "/*/3.txt"))
                .containsExactly(folder.resolve("a/3.txt"));
        assertThat(FilePatterns.expand(folder + "/a/1.yml"))
                .containsExactly(folder.resolve("a/1.yml"));
        assertThat(FilePatterns.expand(folder + "/none/*.yml")).isEmpty();
        assertThat(FilePatterns.expand(folder + "/none.yml")).isEmpty();
    }
}
