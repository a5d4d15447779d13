/// What the API means: kinds, defaulting, validation, admission, patches, subresources, finalizers.
@NullMarked
package dev.slipway.api;

import org.jspecify.annotations.NullMarked;
