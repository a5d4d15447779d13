package dev.slipway.server;

import dev.slipway.server.install.InstallManifests;

/// What a cluster of somebody else needs before [RemoteServer] can work in it.
public final class KubernetesInstallation {
    private KubernetesInstallation() {}

    public static InstallManifests manifests() {
        return InstallManifests.of(Rights.inSomebodyElsesCluster());
    }
}
