/// The shop's stock: what there is, and how many are left.
@NullMarked
package shop.inventory;

import org.jspecify.annotations.NullMarked;
