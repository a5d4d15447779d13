package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.install.Installer;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderRequirements;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.LockFile;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.json.SchemasJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands about providers that a configuration needs.
final class ProvidersCommands {
    private ProvidersCommands() {}

    private static Installer installer(Shell shell) {
        return InstallOptions.installer(
                shell, false, List.of(), false, (_, line) -> shell.out().println("- " + line));
    }

    private static List<ProviderSource> sources(List<String> names) {
        try {
            return names.stream().map(ProviderSource::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new MistakeException("Invalid provider", String.valueOf(e.getMessage()));
        }
    }

    /// `stack providers`: which module needs which.
    @Command(description = "Show which module needs which providers.")
    static final class Tree implements Callable<Integer> {
        private final Shell shell;

        @Mixin private InstallOptions options = new InstallOptions();

        Tree(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            try (Installer installer = installer(shell)) {
                ConfigTree tree = installer.load(options.variables(shell));
                shell.out().println("\nProviders required by configuration:\n.");
                show(tree, "");
                shell.out().println();
                return 0;
            } catch (FolderException e) {
                throw new MistakeException(e.diagnostics());
            }
        }

        private void show(ConfigTree tree, String indent) {
            List<String> lines = new ArrayList<>();
            ProviderRequirements.ofModule(tree.module(), new Diagnostics())
                    .forEach((source, constraints) ->
                            lines.add(
                                    "provider["
                                            + source
                                            + "]"
                                            + (constraints.isEmpty() ? "" : " " + constraints)));
            int left = lines.size() + tree.children().size();
            for (String each : lines) {
                left--;
                shell.out().println(indent + (left == 0 ? "└── " : "├── ") + each);
            }
            for (var each : tree.children().entrySet()) {
                left--;
                shell.out()
                        .println(
                                indent + (left == 0 ? "└── " : "├── ") + "module." + each.getKey());
                show(each.getValue(), indent + (left == 0 ? "    " : "│   "));
            }
        }
    }

    /// `stack providers schema -json`.
    @Command(description = "Show the schemas of all providers as JSON.")
    static final class Schema implements Callable<Integer> {
        private final Shell shell;

        @Mixin private InstallOptions options = new InstallOptions();

        Schema(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws IOException {
            if (!options.json()) {
                throw new MistakeException("Option required", "There is JSON only: use -json.");
            }
            try (Installer installer = installer(shell);
                    WorkingFolder folder = Folders.open(shell)) {
                ConfigTree tree = installer.load(options.variables(shell));
                SortedMap<ProviderSource, ProviderSchema> schemas = new TreeMap<>();
                ProviderRequirements.of(tree, new Diagnostics())
                        .keySet()
                        .forEach(each -> schemas.put(each, folder.providers().schema(each)));
                if (ProviderRequirements.usesBuiltIn(tree)) {
                    schemas.put(
                            ProviderSource.BUILT_IN,
                            folder.providers().schema(ProviderSource.BUILT_IN));
                }
                SchemasJson.write(schemas, shell.out());
                return 0;
            } catch (FolderException e) {
                throw new MistakeException(e.diagnostics());
            }
        }
    }

    /// `stack providers lock`: makes the lock file know packages for other platforms.
    @Command(description = "Add checksums for platforms to the lock file.")
    static final class Lock implements Callable<Integer> {
        private final Shell shell;

        @Mixin private InstallOptions options = new InstallOptions();

        @Option(names = "-platform", description = "Such as linux_amd64; more than once for more.")
        private List<String> platforms = new ArrayList<>();

        @Option(names = "-fs-mirror", description = "Take packages from this folder.")
        private String folderMirror = "";

        @Option(names = "-net-mirror", description = "Take packages from this server.")
        private String networkMirror = "";

        @Parameters(arity = "0..*", description = "Only these providers.")
        private List<String> providers = new ArrayList<>();

        Lock(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            try (Installer installer = installer(shell)) {
                LockFile lock =
                        installer.lockPlatforms(
                                installer.load(options.variables(shell)),
                                new Installer.LockRequest(
                                        platforms.isEmpty()
                                                ? List.of(VersionCommand.platform())
                                                : platforms,
                                        folderMirror,
                                        networkMirror,
                                        sources(providers)));
                shell.out()
                        .println(
                                "\n"
                                        + LockFile.NAME
                                        + " knows the packages of "
                                        + lock.providers().size()
                                        + " providers.");
                return 0;
            } catch (FolderException e) {
                throw new MistakeException(e.diagnostics());
            }
        }
    }

    /// `stack providers mirror`: copies packages into a folder that can be used as a mirror.
    @Command(description = "Copy all providers into a folder, to be used as a mirror.")
    static final class Mirror implements Callable<Integer> {
        private final Shell shell;

        @Mixin private InstallOptions options = new InstallOptions();

        @Option(names = "-platform", description = "Such as linux_amd64; more than once for more.")
        private List<String> platforms = new ArrayList<>();

        @Parameters(arity = "1", description = "The folder.")
        private String target = "";

        Mirror(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            Path folder = shell.folder().resolve(target);
            try (Installer installer = installer(shell)) {
                installer.mirror(
                        installer.load(options.variables(shell)),
                        platforms.isEmpty() ? List.of(VersionCommand.platform()) : platforms,
                        folder);
                return 0;
            } catch (FolderException e) {
                throw new MistakeException(e.diagnostics());
            }
        }
    }
}
