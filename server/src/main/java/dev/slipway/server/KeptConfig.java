package dev.slipway.server;

import dev.slipway.config.ConfigKeeper;

/// The keeper of config, and what Deployments get of it.
record KeptConfig(ConfigKeeper keeper, KeptTemplates templates) {}
