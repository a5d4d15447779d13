package dev.slipway.analysis;

/// All who can be asked, by the names that metrics use. Thread-safe.
record Providers(Provider prometheus, Provider web, Provider job, Provider plugin) {
    private static final Provider UNSUPPORTED = new UnsupportedProvider();

    Provider named(String name) {
        return switch (name) {
            case "prometheus" -> prometheus;
            case "web" -> web;
            case "job" -> job;
            case "plugin" -> plugin;
            default -> UNSUPPORTED;
        };
    }
}
