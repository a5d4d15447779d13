/// The shop's face: lists items and sells them.
@NullMarked
package shop.storefront;

import org.jspecify.annotations.NullMarked;
