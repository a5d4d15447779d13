package dev.slipway.evidence;

import dev.slipway.evidence.Comparison.Opinion;
import dev.slipway.evidence.ReleaseView.Advice;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a watch writes down of one comparison, to go on after a restart: one line of text, words
/// with a blank between, the comparison's own words last. It belongs to one subject.
record KeptState(
        Subject subject,
        @Nullable Opinion opinion,
        @Nullable Instant firstTraffic,
        @Nullable Instant detected,
        String comparison) {
    private static final String FORMAT = "watch1";
    private static final String NOTHING = "-";
    private static final int WORDS = 10;
    private static final int LENGTH_MAX = 1_000_000;

    /// Which two versions are compared, and how.
    record Subject(Way way, String current, String other) {
        enum Way {
            NONE,
            SIDE_BY_SIDE,
            BEFORE_AND_AFTER
        }

        static final Subject NOTHING = new Subject(Way.NONE, "", "");
    }

    String text() {
        Verdict verdict = opinion == null ? null : opinion.verdict();
        double effect = verdict instanceof Verdict.Worse worse ? worse.effect() : 0;
        return String.join(
                " ",
                FORMAT,
                subject.way().name(),
                word(subject.current()),
                word(subject.other()),
                moment(firstTraffic),
                moment(detected),
                opinion == null ? NOTHING : opinion.advice().name(),
                verdict == null ? NOTHING : verdict.word() + ":" + word(verdict.reason()),
                Double.toString(effect),
                comparison);
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException if it is not that
    static KeptState parse(String text) {
        String[] words = text.split(" ", WORDS);
        if (words.length < WORDS || !words[0].equals(FORMAT) || text.length() > LENGTH_MAX) {
            String start = text.substring(0, Math.min(40, text.length()));
            throw new IllegalArgumentException(
                    "state: " + start + " (expected: " + FORMAT + " and nine more words)");
        }
        Opinion opinion =
                words[6].equals(NOTHING) || words[7].equals(NOTHING)
                        ? null
                        : new Opinion(
                                verdict(words[7], Double.parseDouble(words[8])),
                                Advice.valueOf(words[6]));
        return new KeptState(
                new Subject(Subject.Way.valueOf(words[1]), plain(words[2]), plain(words[3])),
                opinion,
                moment(words[4]),
                moment(words[5]),
                words[9]);
    }

    private static Verdict verdict(String text, double effect) {
        int colon = text.indexOf(':');
        String word = text.substring(0, Math.max(0, colon));
        String reason = plain(text.substring(colon + 1));
        return switch (word) {
            case "Healthy" -> new Verdict.Healthy(reason);
            case "Worse" -> new Verdict.Worse(reason, effect);
            case "NotEnoughEvidence" -> new Verdict.NotEnoughEvidence(reason);
            case "TooLittleTraffic" -> new Verdict.TooLittleTraffic(reason);
            default ->
                    throw new IllegalArgumentException(
                            "state, verdict: " + word + " (expected: one of the four)");
        };
    }

    private static String moment(@Nullable Instant moment) {
        return moment == null ? NOTHING : Long.toString(moment.toEpochMilli());
    }

    private static @Nullable Instant moment(String word) {
        return word.equals(NOTHING) ? null : Instant.ofEpochMilli(Long.parseLong(word));
    }

    private static String word(String text) {
        return "'" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String plain(String word) {
        if (!word.startsWith("'")) {
            throw new IllegalArgumentException("state: " + word + " (expected: a quoted word)");
        }
        return URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
    }
}
