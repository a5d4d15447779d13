/// Configurations as they are written: modules, their blocks, and where each stands. Nothing is
/// evaluated here. Everything is immutable but the loader.
@NullMarked
package dev.slipway.terraform.config;

import org.jspecify.annotations.NullMarked;
