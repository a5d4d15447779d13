/// What is known of infrastructure between two runs: the state, its file in version 4, where it is
/// kept, locks, encryption, and a journal that makes each completed change durable by itself.
@NullMarked
package dev.slipway.state;

import org.jspecify.annotations.NullMarked;
