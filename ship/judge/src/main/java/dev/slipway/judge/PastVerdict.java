package dev.slipway.judge;

import static java.util.Objects.requireNonNull;

/// What a [PastJudge] says after a window. `evidence` is the odds at which one may believe in a
/// jump; `requests` is how many it has seen of the version; `effect` compares its share of failed
/// requests in the last seconds with what it was. `sentence` is for a person.
public record PastVerdict(
        boolean worse, double evidence, long requests, Effect effect, String sentence) {
    public PastVerdict {
        requireNonNull(effect, "effect");
        requireNonNull(sentence, "sentence");
    }
}
