/// Informers, work queues and the reconcile loop on which every controller runs.
@NullMarked
package dev.slipway.controller;

import org.jspecify.annotations.NullMarked;
