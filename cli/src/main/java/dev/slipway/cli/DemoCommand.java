package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.Kubeconfig;
import dev.slipway.server.DataFolder;
import dev.slipway.server.RunningServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `slipway demo`: the main job end to end in a data folder of its own that is removed afterwards.
@Command(
        name = "demo",
        description =
                "Deploy a small shop and release good and bad versions in every way; under traffic.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--keep",
            description = "Leave the server and the shop running afterwards, to look around.")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Path shop = Installation.current().exampleShop();
        Path home = Files.createTempDirectory("slipway-demo-");
        ServerOptions options = ServerOptions.anyPorts(home);
        PrintWriter out = spec.commandLine().getOut();
        DemoNarration narration = new DemoNarration(out);
        narration.step("Starting a server with an empty data folder");
        RunningServer server = BackgroundServer.start(options, !keep);
        DataFolder folder = options.data().folder();
        AtomicBoolean ended = new AtomicBoolean();
        Thread cleaner = new Thread(() -> end(folder, server, home, ended));
        if (!keep) {
            Runtime.getRuntime().addShutdownHook(cleaner);
        }
        try {
            narration.say("console at http://127.0.0.1:" + server.consolePort());
            return run(folder, server, shop, narration, out);
        } finally {
            if (keep) {
                out.println("The shop goes on; stop it with: slipway stop --pods --data " + home);
            } else {
                end(folder, server, home, ended);
            }
        }
    }

    private static int run(
            DataFolder folder,
            RunningServer server,
            Path shop,
            DemoNarration narration,
            PrintWriter out)
            throws InterruptedException {
        try (ApiConnection api = new ApiConnection(Kubeconfig.load(folder.kubeconfig(), null))) {
            narration.step("Deploying the shop: a storefront, one for partners, an inventory");
            DemoShop.importImages(folder, shop);
            DemoShop.deploy(api, shop, out, READY_TIMEOUT);
            try (DemoLoad load = new DemoLoad(server.edgePort())) {
                DemoShell shell = new DemoShell(folder.path(), narration);
                DemoScene scene =
                        new DemoScene(
                                new DemoCluster(api, narration),
                                load,
                                shell,
                                new PodProcesses(folder.pods()),
                                narration);
                DemoFindings findings = new Demo(scene, shop).run();
                narration.step("What is on record, without anybody writing it");
                shell.run("rollout", "history", "storefront");
                narration.show(DemoFigures.of(server.consolePort()));
                out.println();
                out.print(findings.table());
                out.println();
                out.println("Every step did what it should.");
                out.flush();
                return 0;
            }
        }
    }

    private static void end(
            DataFolder folder, RunningServer server, Path home, AtomicBoolean ended) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        BackgroundServer.stop(folder, server, true);
        TemporaryFolder.remove(home);
    }
}
