package dev.slipway.terraform.change;

import dev.slipway.hcl.depth.Depth;
import dev.slipway.hcl.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Finds for elements of a set as they are configured those that they were before, each for one at
/// most and for as many as possible: one that could be several leaves to another what only that can
/// be. (Augmenting paths; each is as long as there are elements at most.) Used once, by one thread.
final class Pairing {
    private static final int NONE = -1;

    private final List<Value> prior;
    private final List<Value> config;
    private final BiPredicate<Value, Value> match;

    /// Indexes of the configured element that each earlier one is given to.
    private final int[] takers;

    private int free;

    private Pairing(List<Value> prior, List<Value> config, BiPredicate<Value, Value> match) {
        this.prior = prior;
        this.config = config;
        this.match = match;
        this.takers = new int[prior.size()];
        this.free = prior.size();
        Arrays.fill(takers, NONE);
    }

    /// The earlier element of each configured one; null where there is none.
    static List<@Nullable Value> of(
            List<Value> prior, List<Value> config, BiPredicate<Value, Value> match) {
        Pairing pairing = new Pairing(prior, config, match);
        for (int i = 0; i < config.size(); i++) {
            pairing.takeFree(i);
        }
        @Nullable Value[] found = new @Nullable Value[config.size()];
        for (int i = 0; i < prior.size(); i++) {
            if (pairing.takers[i] != NONE) {
                found[pairing.takers[i]] = prior.get(i);
            }
        }
        return Arrays.asList(found);
    }

    /// First the ones that nobody has; then those whose takers find another.
    private void takeFree(int wanting) {
        for (int i = 0; i < prior.size(); i++) {
            if (takers[i] == NONE && fits(i, wanting)) {
                takers[i] = wanting;
                free--;
                return;
            }
        }
        if (free > 0 && take(wanting, new boolean[prior.size()])) {
            free--;
        }
    }

    private boolean take(int wanting, boolean[] tried) {
        for (int i = 0; i < prior.size(); i++) {
            if (tried[i] || !fits(i, wanting)) {
                continue;
            }
            tried[i] = true;
            int taker = takers[i];
            if (taker == NONE || Depth.deeper(() -> take(taker, tried))) {
                takers[i] = wanting;
                return true;
            }
        }
        return false;
    }

    private boolean fits(int earlier, int wanting) {
        return match.test(prior.get(earlier), config.get(wanting));
    }
}
