package dev.slipway.cli;

import dev.slipway.server.LogFormat;
import dev.slipway.server.RemoteConfig;
import dev.slipway.server.RemoteServer;
import dev.slipway.server.RunningServer;
import dev.slipway.server.ServerConfig;
import dev.slipway.server.SlipwayServer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `slipway server`: runs the server in this process until it is told to stop.
@Command(
        name = "server",
        description = "Run the server in the foreground. Pods keep running when it stops.",
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions options = new ServerOptions();

    @ArgGroup(exclusive = false, heading = "%nIn somebody else's Kubernetes:%n", order = 10)
    private RemoteOptions remote = new RemoteOptions();

    @Option(
            names = "--stop-with",
            paramLabel = "PID",
            hidden = true,
            description = "End, with all pods, when that process ends.")
    private @Nullable Long companion;

    @Override
    public Integer call() throws InterruptedException {
        LogFormat.install();
        return remote.chosen() ? runRemote() : runEmbedded();
    }

    private int runRemote() throws InterruptedException {
        RemoteConfig config = remote.config();
        RemoteServer server = RemoteServer.create(config);
        CountDownLatch stopped = stopping(server::close);
        server.start();
        PrintWriter out = spec.commandLine().getOut();
        out.println("Slipway is ready.");
        out.println("  cluster  " + config.kubeconfig().server());
        out.println("  guard    " + remote.summary());
        out.println("  health   " + server.healthUrl() + "/readyz");
        out.flush();
        stopped.await();
        return 0;
    }

    private int runEmbedded() throws InterruptedException {
        ServerConfig config = options.config();
        SlipwayServer server = SlipwayServer.create(config);
        CountDownLatch stopped = stopping(server::close);
        server.start();
        announce(spec.commandLine().getOut(), server.running());
        if (companion != null) {
            Companion.of(companion).whenGone(() -> stopWithPods(server));
        }
        stopped.await();
        return 0;
    }

    /// Counts down once the server has closed, which it does when the process is told to end.
    private static CountDownLatch stopping(Runnable close) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("shutdown")
                                .unstarted(() -> {
                                    close.run();
                                    stopped.countDown();
                                }));
        return stopped;
    }

    private static void stopWithPods(SlipwayServer server) {
        server.stopPodsOnClose();
        System.exit(0);
    }

    private void announce(PrintWriter out, RunningServer running) {
        out.println("Slipway is ready.");
        out.println("  API      https://127.0.0.1:" + running.apiPort());
        out.println("  console  http://127.0.0.1:" + running.consolePort());
        out.println("  edge     http://127.0.0.1:" + running.edgePort());
        out.println("  kubectl  export KUBECONFIG=" + options.data().folder().kubeconfig());
        out.flush();
    }
}
