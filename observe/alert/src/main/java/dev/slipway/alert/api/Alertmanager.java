package dev.slipway.alert.api;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.server.HttpService;
import dev.slipway.alert.config.AlertConfig;
import dev.slipway.alert.config.Diagnostic;
import dev.slipway.alert.dispatch.AlertDispatcher;
import dev.slipway.alert.dispatch.DispatchLimits;
import dev.slipway.alert.dispatch.Routing;
import dev.slipway.alert.notify.Notifiers;
import dev.slipway.controller.Component;
import dev.slipway.controller.Time;
import dev.slipway.http.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/// All of it, from one file of configuration and one folder of state: what a server needs to make
/// in order to have an Alertmanager. Thread-safe.
public final class Alertmanager implements Component {
    private static final System.Logger LOG = System.getLogger(Alertmanager.class.getName());

    private final Path configFile;
    private final String externalUrl;
    private final Time time;
    private final AlertDispatcher dispatcher;
    private final AlertmanagerApi api;

    /// `configFile` may be missing: then nobody is notified, until it is there and [#reload] is
    /// called. `externalUrl` is where people find this, with the prefix of its mount and without a
    /// slash at the end. `executor` runs each task on a thread of its own. Throws
    /// [AlertConfigException] if the file cannot be used, [java.io.UncheckedIOException] if the
    /// folder cannot.
    public Alertmanager(
            Path configFile, Path stateFolder, String externalUrl, Time time, Executor executor) {
        this.configFile = requireNonNull(configFile, "configFile");
        this.externalUrl = requireNonNull(externalUrl, "externalUrl");
        this.time = requireNonNull(time, "time");
        this.dispatcher =
                new AlertDispatcher(stateFolder, load(), DispatchLimits.DEFAULT, time, executor);
        this.api = new AlertmanagerApi(dispatcher, time::now, this::reload);
    }

    /// Where rules and checks put their alerts.
    public AlertDispatcher dispatcher() {
        return dispatcher;
    }

    public HttpService api() {
        return api;
    }

    /// The API below a prefix of a door, `/` for a door of its own.
    public Mount mount(String prefix) {
        return new Mount(prefix, api);
    }

    /// Reads the configuration anew and goes on with it. Throws [AlertConfigException] if it cannot
    /// be used, and then goes on with the old one.
    public void reload() {
        dispatcher.use(load());
        LOG.log(System.Logger.Level.INFO, "Alert configuration taken over. file={0}", configFile);
    }

    @Override
    public void start() {
        dispatcher.start();
    }

    @Override
    public void close() {
        dispatcher.close();
    }

    private Routing load() {
        boolean missing = Files.notExists(configFile);
        AlertConfig config =
                missing ? AlertConfig.standard(configFile) : AlertConfig.load(configFile);
        if (missing) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "No alert configuration, nobody is notified. file={0}",
                    configFile);
        }
        for (Diagnostic warning : config.warnings()) {
            LOG.log(System.Logger.Level.WARNING, "Alert configuration: {0}", warning);
        }
        return new Routing(config, Notifiers.of(config, externalUrl, time::now));
    }
}
