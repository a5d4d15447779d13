package dev.slipway.server;

import dev.slipway.http.DoorConfig;
import dev.slipway.http.DoorLimits;
import dev.slipway.http.HttpDoor;
import dev.slipway.http.Mount;
import dev.slipway.http.PortTakenException;
import java.util.List;
import java.util.Map;

/// The ports where clients look for the products that Slipway speaks for, each with one API on it.
final class ConventionalPorts {
    static final int PROMETHEUS = 9090;
    static final int ALERTMANAGER = 9093;

    private static final System.Logger LOG = System.getLogger(ConventionalPorts.class.getName());

    private ConventionalPorts() {}

    /// Opens a door for each API. A port that is taken is left out with a warning.
    static void open(Map<Integer, Mount> mounts, Started started) {
        mounts.forEach((port, mount) -> {
            HttpDoor door = new HttpDoor(config(port), List.of(mount));
            try {
                door.start();
                started.add(door);
            } catch (PortTakenException e) {
                door.close();
                LOG.log(System.Logger.Level.WARNING, "A conventional port is taken port=" + port);
            }
        });
    }

    private static DoorConfig config(int port) {
        return new DoorConfig(
                "port " + port,
                "--conventional-ports",
                DoorConfig.LOOPBACK,
                port,
                null,
                DoorLimits.standard());
    }
}
