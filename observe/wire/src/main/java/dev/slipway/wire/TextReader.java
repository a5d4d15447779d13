package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads Prometheus' text format (0.0.4, and 1.0.0 with quoted names) and OpenMetrics (1.0, and of
/// 2.0 what its text adds to a line: start times and several exemplars). The formats share their
/// lines; OpenMetrics has seconds where the other has milliseconds, must end with `# EOF`, and
/// allows less freedom with blanks and comments.
///
/// One pass over the bytes. Within braces only quotes and the closing brace are looked for: what
/// stands there is parsed when labels are asked for, which a scraper does once for a series.
final class TextReader implements ExpositionReader {
    private static final byte NAME_START = 1;
    private static final byte NAME_PART = 2;
    private static final byte[] CLASSES = classes();
    private static final int NONE = -1;

    private final byte[] bytes;
    private final int end;
    private final boolean open;
    private final NumberScanner numbers = new NumberScanner();
    private final WireLimits limits;
    private final LabelPairs pairs;
    private int samples;
    private int at;
    private boolean ended;

    private int seriesStart;
    private int seriesEnd;
    private double value;
    private boolean timed;
    private long timestampMillis;
    private long createdMillis;
    private int exemplarsStart = NONE;
    private @Nullable Labels labels;
    private List<String> valueless = List.of();

    private int familyCount;
    private int familyStart;
    private int familyEnd;
    private int helpStart = NONE;
    private int helpEnd;
    private Metadata.Type type = Metadata.Type.UNKNOWN;
    private String unit = "";
    private @Nullable String familyName;
    private @Nullable Metadata familyMetadata;

    /// `open`: whether it is OpenMetrics.
    TextReader(byte[] bytes, int start, int end, boolean open, WireLimits limits) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.open = open;
        this.limits = limits;
        this.pairs = new LabelPairs(limits.labelsMax(), limits.labelBytesMax());
    }

    @Override
    public boolean next() {
        while (at < end && !ended) {
            byte first = bytes[at];
            if (first == '#') {
                comment();
            } else if (!open && (isBlank(first) || first == '\n')) {
                at++;
            } else {
                sample();
                return true;
            }
        }
        if (open && !ended) {
            throw malformed(at, "# EOF");
        }
        return false;
    }

    @Override
    public byte[] seriesBytes() {
        return bytes;
    }

    @Override
    public int seriesStart() {
        return seriesStart;
    }

    @Override
    public int seriesEnd() {
        return seriesEnd;
    }

    @Override
    public double value() {
        return value;
    }

    @Override
    public @Nullable FloatHistogram histogram() {
        return null;
    }

    @Override
    public boolean hasTimestamp() {
        return timed;
    }

    @Override
    public long timestampMillis() {
        return timestampMillis;
    }

    @Override
    public long createdMillis() {
        return createdMillis;
    }

    @Override
    public boolean hasExemplars() {
        return exemplarsStart != NONE;
    }

    @Override
    public List<Exemplar> exemplars(long defaultTimeMillis) {
        List<Exemplar> exemplars = new ArrayList<>(1);
        int resume = at;
        for (int i = exemplarsStart; i != NONE && i < resume && bytes[i] == '#'; ) {
            i = exemplar(i, exemplars, defaultTimeMillis);
        }
        at = resume;
        return exemplars;
    }

    @Override
    public int familyCount() {
        return familyCount;
    }

    @Override
    public String family() {
        return isOfFamily() ? describedFamily() : labels().metricName();
    }

    @Override
    public Metadata metadata() {
        if (!isOfFamily()) {
            return new Metadata(Metadata.Type.UNKNOWN, "", "");
        }
        Metadata known = familyMetadata;
        if (known == null) {
            String help = helpStart == NONE ? "" : unescaped(helpStart, helpEnd);
            known = new Metadata(type, unit, help);
            familyMetadata = known;
        }
        return known;
    }

    @Override
    public Labels labels() {
        Labels known = labels;
        if (known == null) {
            pairs.clear();
            int brace = nameEnd(seriesStart, seriesEnd);
            if (brace > seriesStart) {
                pairs.add(
                        Labels.METRIC_NAME,
                        new String(bytes, seriesStart, brace - seriesStart, UTF_8));
            }
            brace = skipBlanks(brace, seriesEnd);
            if (brace < seriesEnd) {
                parseBraces(brace, seriesEnd, true);
            }
            valueless = pairs.valueless();
            known = normalised(build(seriesStart));
            if (known.metricName().isEmpty()) {
                throw malformed(seriesStart, "a metric name");
            }
            labels = known;
        }
        return known;
    }

    @Override
    public List<String> valuelessLabels() {
        labels();
        return valueless;
    }

    private void sample() {
        if (++samples > limits.seriesMax()) {
            throw WireException.tooLarge("samples of an exposition", samples, limits.seriesMax());
        }
        seriesStart = at;
        labels = null;
        createdMillis = 0;
        exemplarsStart = NONE;
        timed = false;
        int i = nameEnd(at, end);
        boolean named = i > at;
        int brace = open ? i : skipBlanks(i, end);
        if (brace < end && bytes[brace] == '{') {
            i = bracesEnd(brace);
        } else if (!named) {
            throw malformed(at, "a metric name");
        }
        seriesEnd = i;
        at = skipBlanks(i, end);
        value = number("a value");
        int next = skipBlanks(at, end);
        if (next < end && bytes[next] != '\n') {
            at = next;
            afterValue();
        } else {
            at = Math.min(end, next + 1);
        }
    }

    /// What may stand behind a value: a timestamp, a start time, exemplars.
    private void afterValue() {
        if (bytes[at] != '#' && bytes[at] != 's') {
            requireBlankBefore(at);
            timestampMillis = open ? seconds("a timestamp") : wholeMillis();
            timed = true;
            at = skipBlanks(at, end);
        }
        if (open
                && end - at > 3
                && bytes[at] == 's'
                && bytes[at + 1] == 't'
                && bytes[at + 2] == '@') {
            at += 3;
            createdMillis = seconds("a start time");
            at = skipBlanks(at, end);
        }
        if (open && at < end && bytes[at] == '#') {
            exemplarsStart = at;
            while (at < end && bytes[at] == '#') {
                at = exemplar(at, null, 0);
            }
        }
        if (at < end && bytes[at] != '\n') {
            throw malformed(at, "the end of the line");
        }
        at = Math.min(end, at + 1);
    }

    /// Reads `# {labels} value [timestamp]` and returns where it ends, blanks included.
    private int exemplar(int start, @Nullable List<Exemplar> exemplars, long defaultTimeMillis) {
        int brace = skipBlanks(start + 1, end);
        if (brace >= end || bytes[brace] != '{') {
            throw malformed(brace, "{");
        }
        int braceEnd = bracesEnd(brace);
        at = skipBlanks(braceEnd, end);
        double exemplarValue = number("a value of an exemplar");
        at = skipBlanks(at, end);
        long timeMillis = defaultTimeMillis;
        if (at < end && bytes[at] != '\n' && bytes[at] != '#') {
            requireBlankBefore(at);
            timeMillis = seconds("a timestamp of an exemplar");
            at = skipBlanks(at, end);
        }
        if (exemplars != null) {
            pairs.clear();
            parseBraces(brace, braceEnd, false);
            exemplars.add(new Exemplar(build(brace), exemplarValue, timeMillis));
        }
        return at;
    }

    private double number(String expected) {
        double number = numbers.scan(bytes, at, end);
        int numberEnd = numbers.end();
        if (numberEnd == at || (numberEnd < end && bytes[numberEnd] > ' ')) {
            throw malformed(at, expected);
        }
        at = numberEnd;
        return number;
    }

    private long seconds(String expected) {
        int start = at;
        double seconds = number(expected);
        if (!(Math.abs(seconds) < 9e15)) {
            throw malformed(start, expected);
        }
        return Math.round(seconds * 1_000);
    }

    private long wholeMillis() {
        int start = at;
        boolean negative = bytes[at] == '-';
        if (negative || bytes[at] == '+') {
            at++;
        }
        int first = at;
        long millis = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - first <= 18) {
            millis = 10 * millis + bytes[at++] - '0';
        }
        boolean whole = at > first && at - first <= 18 && (at == end || isSpace(bytes[at]));
        if (!whole) {
            throw malformed(start, "a timestamp in milliseconds");
        }
        return negative ? -millis : millis;
    }

    /// Where the closing brace of this opening one ends.
    private int bracesEnd(int brace) {
        int i = brace + 1;
        while (i < end) {
            byte next = bytes[i++];
            if (next == '"') {
                i = quoteEnd(i);
            } else if (next == '}') {
                requireShort(brace, i);
                return i;
            } else if (next == '\n') {
                throw malformed(i - 1, "}");
            }
        }
        throw malformed(end, "}");
    }

    /// Behind the quote that closes the text that starts here.
    private int quoteEnd(int start) {
        int i = start;
        while (i < end) {
            byte next = bytes[i++];
            if (next == '"') {
                return i;
            }
            if (next == '\\') {
                i++;
            }
        }
        throw malformed(end, "\"");
    }

    /// Adds the labels between braces; a quoted text without a value is the metric's name.
    private void parseBraces(int brace, int braceEnd, boolean withName) {
        int i = skipBlanks(brace + 1, braceEnd);
        while (bytes[i] != '}') {
            int nameStart = i;
            boolean quoted = bytes[i] == '"';
            i = quoted ? quoteEnd(i + 1) : nameEnd(i, braceEnd);
            if (i == nameStart) {
                throw malformed(i, "a label name or }");
            }
            String name =
                    quoted ? unescaped(nameStart + 1, i - 1) : Utf8.decode(bytes, nameStart, i);
            i = skipBlanks(i, braceEnd);
            if (bytes[i] == '=') {
                int valueStart = skipBlanks(i + 1, braceEnd);
                if (bytes[valueStart] != '"') {
                    throw malformed(valueStart, "\"");
                }
                i = quoteEnd(valueStart + 1);
                if ((!quoted && name.indexOf(':') >= 0) || name.isEmpty()) {
                    throw malformed(nameStart, "a label name");
                }
                pairs.add(name, unescaped(valueStart + 1, i - 1));
            } else if (quoted && withName) {
                pairs.add(Labels.METRIC_NAME, name);
            } else {
                throw malformed(i, "=");
            }
            i = skipBlanks(i, braceEnd);
            if (bytes[i] == ',') {
                i = skipBlanks(i + 1, braceEnd);
            } else if (bytes[i] != '}') {
                throw malformed(i, ", or }");
            }
        }
    }

    private Labels build(int start) {
        try {
            return pairs.build();
        } catch (WireException e) {
            throw new WireException(
                    e.reason(), "Exposition line %d: %s".formatted(line(start), e.getMessage()));
        }
    }

    /// Prometheus 3 writes bounds and quantiles in one way, so that `le="1"` and `le="1.0"` are one
    /// series.
    private Labels normalised(Labels raw) {
        String name =
                type == Metadata.Type.HISTOGRAM
                        ? "le"
                        : type == Metadata.Type.SUMMARY ? "quantile" : "";
        String text = name.isEmpty() ? "" : raw.value(name);
        if (text.isEmpty() || !isOfFamily(raw.metricName())) {
            return raw;
        }
        byte[] digits = text.getBytes(UTF_8);
        double number = numbers.scan(digits, 0, digits.length);
        if (numbers.end() != digits.length) {
            return raw;
        }
        String canonical = NumberText.openMetrics(number);
        return canonical.equals(text) ? raw : raw.with(name, canonical);
    }

    private void comment() {
        int start = at;
        int lineEnd = lineEnd(start);
        requireShort(start, lineEnd);
        int word = skipBlanks(start + 1, lineEnd);
        int wordEnd = word;
        while (wordEnd < lineEnd && !isBlank(bytes[wordEnd])) {
            wordEnd++;
        }
        at = Math.min(end, lineEnd + 1);
        if (isText(word, wordEnd, "EOF") && open) {
            if (at < end) {
                throw malformed(at, "the end after # EOF");
            }
            ended = true;
        } else if (isText(word, wordEnd, "HELP")) {
            helpStart = family(wordEnd, lineEnd);
            helpEnd = lineEnd;
        } else if (isText(word, wordEnd, "TYPE")) {
            int typeStart = family(wordEnd, lineEnd);
            type = type(typeStart, lineEnd);
        } else if (isText(word, wordEnd, "UNIT") && open) {
            int unitStart = family(wordEnd, lineEnd);
            unit(unitStart, lineEnd);
        } else if (open) {
            throw malformed(start, "# HELP, # TYPE, # UNIT or # EOF");
        }
        familyMetadata = null;
    }

    /// Reads the name of the family that a line describes, and returns where the rest starts.
    private int family(int start, int lineEnd) {
        int nameStart = skipBlanks(start, lineEnd);
        boolean quoted = nameStart < lineEnd && bytes[nameStart] == '"';
        int after = quoted ? quoteEnd(nameStart + 1) : nameEnd(nameStart, lineEnd);
        if (after == nameStart || after > lineEnd || (after < lineEnd && !isBlank(bytes[after]))) {
            throw malformed(nameStart, "a metric name");
        }
        boolean same = Arrays.equals(bytes, familyStart, familyEnd, bytes, nameStart, after);
        if (!same || familyCount == 0) {
            familyCount++;
            familyStart = nameStart;
            familyEnd = after;
            familyName = null;
            helpStart = NONE;
            type = Metadata.Type.UNKNOWN;
            unit = "";
        }
        return Math.min(lineEnd, after + 1);
    }

    private Metadata.Type type(int start, int lineEnd) {
        String word = new String(bytes, start, lineEnd - start, UTF_8).strip();
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "counter" -> Metadata.Type.COUNTER;
            case "gauge" -> Metadata.Type.GAUGE;
            case "histogram" -> Metadata.Type.HISTOGRAM;
            case "gaugehistogram" -> Metadata.Type.GAUGE_HISTOGRAM;
            case "summary" -> Metadata.Type.SUMMARY;
            case "info" -> Metadata.Type.INFO;
            case "stateset" -> Metadata.Type.STATE_SET;
            case "unknown", "untyped" -> Metadata.Type.UNKNOWN;
            default -> throw malformed(start, "a type of metric, such as counter or gauge");
        };
    }

    private void unit(int start, int lineEnd) {
        String word = Utf8.decode(bytes, start, lineEnd).strip();
        if (!word.isEmpty() && !describedFamily().endsWith("_" + word)) {
            throw malformed(start, "a unit that the name " + describedFamily() + " ends with");
        }
        unit = word;
    }

    private String describedFamily() {
        String known = familyName;
        if (known == null) {
            boolean quoted = bytes[familyStart] == '"';
            known =
                    quoted
                            ? unescaped(familyStart + 1, familyEnd - 1)
                            : Utf8.decode(bytes, familyStart, familyEnd);
            familyName = known;
        }
        return known;
    }

    private boolean isOfFamily() {
        return isOfFamily(labels().metricName());
    }

    private boolean isOfFamily(String name) {
        String family = familyCount == 0 ? "" : describedFamily();
        if (family.isEmpty() || !name.startsWith(family)) {
            return false;
        }
        String suffix = name.substring(family.length());
        return suffix.isEmpty()
                || switch (type) {
                    case COUNTER -> suffix.equals("_total") || suffix.equals("_created");
                    case HISTOGRAM ->
                            suffix.equals("_bucket")
                                    || suffix.equals("_count")
                                    || suffix.equals("_sum")
                                    || suffix.equals("_created");
                    case SUMMARY ->
                            suffix.equals("_count")
                                    || suffix.equals("_sum")
                                    || suffix.equals("_created");
                    case GAUGE_HISTOGRAM ->
                            suffix.equals("_bucket")
                                    || suffix.equals("_gcount")
                                    || suffix.equals("_gsum");
                    case INFO -> suffix.equals("_info");
                    case GAUGE, STATE_SET, UNKNOWN -> false;
                };
    }

    /// The text with `\\`, `\n` and `\"` replaced; another backslash stands for itself.
    private String unescaped(int start, int textEnd) {
        int from = start;
        while (from < textEnd && bytes[from] != '\\') {
            from++;
        }
        if (from == textEnd) {
            return Utf8.decode(bytes, start, textEnd);
        }
        byte[] plain = Arrays.copyOfRange(bytes, start, textEnd);
        int length = from - start;
        for (int i = from; i < textEnd; i++) {
            byte next = bytes[i];
            if (next == '\\' && i + 1 < textEnd) {
                byte escaped = bytes[i + 1];
                if (escaped == 'n' || escaped == '\\' || escaped == '"') {
                    next = escaped == 'n' ? (byte) '\n' : escaped;
                    i++;
                }
            }
            plain[length++] = next;
        }
        return Utf8.decode(plain, 0, length);
    }

    private int nameEnd(int start, int limit) {
        if (start >= limit || CLASSES[bytes[start] & 0xff] != NAME_START) {
            return start;
        }
        int i = start + 1;
        while (i < limit && CLASSES[bytes[i] & 0xff] != 0) {
            i++;
        }
        return i;
    }

    private int lineEnd(int start) {
        int i = start;
        while (i < end && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    private void requireShort(int start, int lineEnd) {
        if (lineEnd - start > limits.lineBytesMax()) {
            throw new WireException(
                    WireException.Reason.TOO_LARGE,
                    "Exposition line %d: %d bytes (expected: at most %d)"
                            .formatted(line(start), lineEnd - start, limits.lineBytesMax()));
        }
    }

    private int skipBlanks(int start, int limit) {
        int i = start;
        while (i < limit && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    private void requireBlankBefore(int place) {
        if (!isBlank(bytes[place - 1])) {
            throw malformed(place, "a blank");
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isSpace(byte b) {
        return isBlank(b) || b == '\n';
    }

    private boolean isText(int start, int textEnd, String text) {
        if (textEnd - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int line(int place) {
        int line = 1;
        for (int i = 0; i < place && i < end; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private WireException malformed(int place, String expected) {
        int at = Math.min(place, end);
        int from = Math.min(lineEnd(at), at + 20);
        String found =
                at >= end
                        ? "the end"
                        : from == at
                                ? "the end of the line"
                                : "\"" + new String(bytes, at, from - at, UTF_8) + "\"";
        return WireException.malformed(
                "Exposition line %d, byte %d: %s (expected: %s)"
                        .formatted(line(at), at, found, expected));
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (char c = 'a'; c <= 'z'; c++) {
            classes[c] = NAME_START;
            classes[c - 'a' + 'A'] = NAME_START;
        }
        classes['_'] = NAME_START;
        classes[':'] = NAME_START;
        for (char c = '0'; c <= '9'; c++) {
            classes[c] = NAME_PART;
        }
        return classes;
    }
}
