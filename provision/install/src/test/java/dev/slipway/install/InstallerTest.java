package dev.slipway.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Installs from a registry, a repository and archives on this machine.
final class InstallerTest {
    private static final String HOST = "registry.example";

    @TempDir Path temporary;
    private Path folder;
    private TestRegistry registry;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        folder = Files.createDirectory(temporary.resolve("work"));
        registry = new TestRegistry();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Installer installer(boolean upgrade, boolean readOnly) {
        CliConfig config =
                new CliConfig(
                        null,
                        Map.of(),
                        Map.of(
                                HOST,
                                Map.of(
                                        "providers.v1",
                                        registry.url() + "/p/",
                                        "modules.v1",
                                        registry.url() + "/m/")),
                        null,
                        Map.of());
        Map<String, String> environment = Map.of("HOME", temporary.toString());
        return new Installer(
                new Installer.Request(
                        folder,
                        folder.resolve(".terraform"),
                        folder.resolve(LockFile.NAME),
                        config,
                        environment,
                        upgrade,
                        List.of(),
                        readOnly),
                (_, line) -> {
                    synchronized (told) {
                        told.add(line);
                    }
                });
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void require(String constraint) throws IOException {
        write(
                "main.tf",
                """
                terraform {
                  required_providers {
                    foo = {
                      source  = "%s/acme/foo"
                      version = "%s"
                    }
                  }
                }
                """
                        .formatted(HOST, constraint));
    }

    private Installer.Selected install(boolean upgrade) {
        try (Installer installer = installer(upgrade, false)) {
            return installer.installProviders(installer.load(Map.of()), List.of());
        }
    }

    private Path program(String version) {
        return folder.resolve(
                ".terraform/providers/%s/acme/foo/%s/%s/terraform-provider-foo_v%s"
                        .formatted(HOST, version, TestRegistry.PLATFORM, version));
    }

    @Test
    void selectsVerifiesAndLocksProviders() throws Exception {
        registry.offer("acme/foo", "1.0.0", "1.2.0", "2.0.0");
        require("~> 1.0");
        assertThat(install(false).isFirst()).isTrue();
        assertThat(program("1.2.0")).hasContent("program 1.2.0");
        assertThat(Files.readString(folder.resolve(LockFile.NAME)))
                .contains("provider \"registry.example/acme/foo\"", "version     = \"1.2.0\"")
                .contains("constraints = \"~> 1.0\"", "\"h1:", "\"zh:");
        assertThat(told).contains("Installed registry.example/acme/foo v1.2.0 (signed)");

        int asked = registry.requests;
        assertThat(install(false).isChanged()).isFalse();
        assertThat(registry.requests).isEqualTo(asked);

        registry.offer("acme/foo", "1.0.0", "1.2.0", "1.3.0");
        assertThat(install(false).isChanged()).isFalse();
        assertThat(install(true).isChanged()).isTrue();
        assertThat(program("1.3.0")).exists();
    }

    @Test
    void refusesPackagesThatAreNotSignedOrNotThoseOfTheLock() throws Exception {
        registry.offer("acme/foo", "1.0.0");
        require("1.0.0");
        byte[] other = TestRegistry.zip(Map.of("terraform-provider-foo_v1.0.0", "evil"));
        registry.offer("acme/foo", "1.0.0", other, new byte[] {1, 2, 3});
        assertThatExceptionOfType(FolderException.class)
                .isThrownBy(() -> install(false))
                .withMessageContaining("not signed");
        assertThat(program("1.0.0")).doesNotExist();

        registry.offer("acme/foo", "1.0.0");
        install(false);
        Trees.delete(folder.resolve(".terraform"));
        registry.offer("acme/foo", "1.0.0", other, null);
        assertThatExceptionOfType(FolderException.class)
                .isThrownBy(() -> install(false))
                .withMessageContaining("none of the checksums in .terraform.lock.hcl");
        assertThat(program("1.0.0")).doesNotExist();
    }

    @Test
    void saysWhatThereIsWhereNothingFits() throws Exception {
        registry.offer("acme/foo", "1.0.0", "2.0.0");
        require("> 3");
        assertThatExceptionOfType(FolderException.class)
                .isThrownBy(() -> install(false))
                .withMessageContaining("no version matches > 3.0.0 (there are: [1.0.0, 2.0.0])");
    }

    @Test
    void doesNotChangeALockFileThatIsReadOnly() throws Exception {
        registry.offer("acme/foo", "1.0.0");
        require("1.0.0");
        try (Installer installer = installer(false, true)) {
            var config = installer.load(Map.of());
            assertThatExceptionOfType(FolderException.class)
                    .isThrownBy(() -> installer.installProviders(config, List.of()))
                    .withMessageContaining("read-only");
        }
        assertThat(folder.resolve(LockFile.NAME)).doesNotExist();
    }

    @Test
    void mirrorsAndLocksOtherPlatforms() throws Exception {
        registry.offer("acme/foo", "1.0.0");
        require("1.0.0");
        Path mirror = temporary.resolve("mirror");
        try (Installer installer = installer(false, false)) {
            installer.mirror(installer.load(Map.of()), List.of(TestRegistry.PLATFORM), mirror);
            assertThat(mirror.resolve(HOST + "/acme/foo/index.json"))
                    .hasContent("{\"versions\":{\"1.0.0\":{}}}");
            LockFile lock =
                    installer.lockPlatforms(
                            installer.load(Map.of()),
                            new Installer.LockRequest(
                                    List.of(TestRegistry.PLATFORM),
                                    mirror.toString(),
                                    "",
                                    List.of()));
            assertThat(lock.providers().values().iterator().next().hashes())
                    .singleElement()
                    .satisfies(each -> assertThat(each).startsWith("h1:"));
        }
    }

    @Test
    void installsModulesFromARegistryAndTheRepositoryItNames() throws Exception {
        Path repository = Files.createDirectory(temporary.resolve("repository"));
        try (Git git = Git.init().setDirectory(repository.toFile()).call()) {
            Files.createDirectories(repository.resolve("sub"));
            Files.writeString(
                    repository.resolve("sub/main.tf"), "module \"in\" { source = \"./x\" }");
            Files.createDirectories(repository.resolve("sub/x"));
            Files.writeString(repository.resolve("sub/x/main.tf"), "output \"it\" { value = 1 }");
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("one")
                    .setAuthor("a", "a@example.org")
                    .setCommitter("a", "a@example.org")
                    .setSign(false)
                    .call();
            git.tag().setName("v1.1.0").setAnnotated(false).call();
        }
        registry.put(
                "/m/acme/net/aws/versions",
                "{\"modules\":[{\"versions\":[{\"version\":\"1.0.0\"},{\"version\":\"1.1.0\"}]}]}");
        registry.locate(
                "/m/acme/net/aws/1.1.0/download", "git::file://" + repository + "?ref=v1.1.0");
        write(
                "main.tf",
                """
                locals { where = "registry.example/acme/net/aws//sub" }
                module "net" {
                  source  = local.where
                  version = "~> 1.0"
                }
                """);
        try (Installer installer = installer(false, false)) {
            installer.installModules(Map.of());
            assertThat(installer.load(Map.of()).children()).containsOnlyKeys("net");
        }
        assertThat(folder.resolve(".terraform/modules/modules.json"))
                .hasContent(
                        "{\"Modules\":[{\"Key\":\"\",\"Source\":\"\",\"Dir\":\".\"},{\"Key\":\"net\","
                                + "\"Source\":\"registry.example/acme/net/aws//sub\",\"Version\":"
                                + "\"1.1.0\",\"Dir\":\".terraform/modules/net/sub\"},"
                                + "{\"Key\":\"net.in\",\"Source\":\"./x\","
                                + "\"Dir\":\".terraform/modules/net/sub/x\"}]}");
        int asked = registry.requests;
        try (Installer installer = installer(false, false)) {
            installer.installModules(Map.of());
        }
        assertThat(registry.requests).isEqualTo(asked);
    }

    @Test
    void installsModulesFromArchives() throws Exception {
        registry.put(
                "/a.zip", TestRegistry.zip(Map.of("m/main.tf", "output \"it\" { value = 1 }")));
        write("main.tf", "module \"a\" { source = \"%s/a.zip//m\" }".formatted(registry.url()));
        try (Installer installer = installer(false, false)) {
            installer.installModules(Map.of());
        }
        assertThat(folder.resolve(".terraform/modules/a/m/main.tf")).exists();
    }

    @Test
    void copiesAModuleIntoAnEmptyFolder() throws Exception {
        registry.put(
                "/a.zip", TestRegistry.zip(Map.of("m/main.tf", "output \"it\" { value = 1 }")));
        String source = registry.url() + "/a.zip//m";
        write(".gitignore", ".terraform");
        try (Installer installer = installer(false, false)) {
            installer.copyModule(source);
            assertThat(folder.resolve("main.tf")).exists();
            assertThatExceptionOfType(FolderException.class)
                    .isThrownBy(() -> installer.copyModule(source))
                    .withMessageContaining("main.tf");
        }
    }

    @Test
    void copiesAModuleOfThisMachine() throws Exception {
        write("main.tf", "output \"it\" { value = 1 }");
        Path original = folder;
        folder = Files.createDirectory(temporary.resolve("other"));
        try (Installer installer = installer(false, false)) {
            installer.copyModule("../" + original.getFileName());
            assertThat(folder.resolve("main.tf")).exists();
            Files.delete(folder.resolve("main.tf"));
            assertThatExceptionOfType(FolderException.class)
                    .isThrownBy(() -> installer.copyModule("./none"));
        }
    }

    @Test
    void writesNothingOutsideOfTheFolder() throws Exception {
        registry.put("/evil.zip", TestRegistry.zip(Map.of("../../evil.tf", "x")));
        write("main.tf", "module \"a\" { source = \"%s/evil.zip\" }".formatted(registry.url()));
        try (Installer installer = installer(false, false)) {
            assertThatExceptionOfType(FolderException.class)
                    .isThrownBy(() -> installer.installModules(Map.of()))
                    .withMessageContaining("leads out of the archive");
        }
        try (var files = Files.walk(temporary)) {
            assertThat(files.filter(each -> each.endsWith("evil.tf"))).isEmpty();
        }
    }

    @Test
    void readsWhatIsConfigured() throws Exception {
        Path file = temporary.resolve("config.tfrc");
        Files.writeString(
                file,
                """
                plugin_cache_dir = "~/cache"
                credentials "app.example" { token = "t" }
                host "h.example" { services = { "modules.v1" = "http://127.0.0.1/m/" } }
                provider_installation {
                  dev_overrides { "acme/foo" = "/dev/foo" }
                  filesystem_mirror {
                    path    = "/mirror"
                    include = ["example.com/*/*"]
                  }
                  network_mirror { url = "https://mirror.example/" }
                  direct { exclude = ["example.com/*/*"] }
                }
                """);
        CliConfig config =
                CliConfigReader.read(
                        Map.of(
                                "HOME", temporary.toString(),
                                "TF_CLI_CONFIG_FILE", file.toString(),
                                "TF_TOKEN_other_example", "u"));
        assertThat(config.pluginCache()).isEqualTo(temporary.resolve("cache"));
        assertThat(config.tokens())
                .containsEntry("app.example", "t")
                .containsEntry("other.example", "u");
        assertThat(config.services()).containsKey("h.example");
        assertThat(config.overrides()).hasSize(1);
        assertThat(config.methods())
                .extracting(CliConfig.Method::kind)
                .containsExactly(
                        CliConfig.Kind.FILESYSTEM_MIRROR,
                        CliConfig.Kind.NETWORK_MIRROR,
                        CliConfig.Kind.DIRECT);
    }
}
