package dev.slipway.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModuleSourceTest {
    /// As Terraform 1.11.4 writes them into `modules.json`.
    @ParameterizedTest
    @CsvSource({
        "./m, Local, ./m",
        "../m/n, Local, ../m/n",
        "a/b/aws, Registry, registry.terraform.io/a/b/aws",
        "a/b/aws//modules/x, Registry, registry.terraform.io/a/b/aws//modules/x",
        "app.terraform.io/a/b/aws, Registry, app.terraform.io/a/b/aws",
        "github.com/a/b, Git, git::https://github.com/a/b.git",
        "github.com/a/b//x?ref=v1, Git, git::https://github.com/a/b.git//x?ref=v1",
        "git@github.com:a/b.git, Git, git::ssh://git@github.com/a/b.git",
        "git::https://h.example/a.git//x/y?ref=v1, Git, git::https://h.example/a.git//x/y?ref=v1",
        "git::ssh://git@h.example/a.git, Git, git::ssh://git@h.example/a.git",
        "https://h.example/m.zip//x, Web, https://h.example/m.zip//x",
        "https://h.example/m?archive=tgz, Web, https://h.example/m",
        "/srv/m.zip, Disk, file:///srv/m.zip",
    })
    void isReadAsWhatItIs(String written, String kind, String kept) throws IOException {
        ModuleSource source = ModuleSource.parse(written);
        assertThat(source.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(source).hasToString(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "a/b", "s3::https://x/y.zip", "hg::https://x/y", "a/b/c/d/e/f"})
    void isRefusedWhereItIsNone(String written) {
        assertThatIOException()
                .isThrownBy(() -> ModuleSource.parse(written))
                .withMessageContaining("expected");
    }
}
