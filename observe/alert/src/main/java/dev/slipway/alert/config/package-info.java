/// Reads an unmodified `alertmanager.yml` into records, and says everything that is wrong with it
/// at once. A package of its own because a configuration is checked without anything running, and
/// because what is sent and what is decided both read it and know nothing of YAML.
@org.jspecify.annotations.NullMarked
package dev.slipway.alert.config;
