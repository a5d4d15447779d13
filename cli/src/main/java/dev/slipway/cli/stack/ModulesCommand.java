package dev.slipway.cli.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.folder.WorkingFolder;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stack modules`: lists the modules that are installed.
@Command(description = "List the modules that are installed.")
final class ModulesCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin private InstallOptions options = new InstallOptions();

    ModulesCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        Map<String, ModuleManifest.Installed> modules =
                new TreeMap<>(
                        ModuleManifest.read(
                                        WorkingFolder.Places.of(shell.folder(), shell.environment())
                                                .dataFolder(),
                                        diagnostics)
                                .modules());
        if (diagnostics.hasErrors()) {
            throw new MistakeException(diagnostics.list());
        }
        modules.remove("");
        if (options.json()) {
            json(modules);
            return 0;
        }
        if (modules.isEmpty()) {
            shell.out().println("No modules are installed.");
        }
        modules.forEach((key, each) ->
                shell.out()
                        .println(
                                key
                                        + "  "
                                        + each.source()
                                        + (each.version().isEmpty() ? "" : " " + each.version())));
        return 0;
    }

    private void json(Map<String, ModuleManifest.Installed> modules) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("format_version", "1.0");
        ArrayNode all = json.putArray("modules");
        modules.forEach((key, each) ->
                all.addObject()
                        .put("key", key)
                        .put("source", each.source())
                        .put("version", each.version()));
        shell.out().println(mapper.writeValueAsString(json));
    }
}
