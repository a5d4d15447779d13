package dev.slipway.analysis.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The functions on texts that take several values.
final class TextFunctions {
    private final Work work;

    TextFunctions(Work work) {
        this.work = work;
    }

    Object call(Node.Call call, List<@Nullable Object> values) {
        int offset = call.offset();
        if (call.function().equals("join")) {
            return join(call, values);
        }
        Functions.arity(call, call.function().equals("replace") ? 3 : 2);
        String text = Values.text(values.getFirst(), offset);
        String part = Values.text(values.get(1), offset);
        work.spendText(text.length() + (long) part.length(), offset);
        return switch (call.function()) {
            case "split" -> split(text, part, offset);
            case "indexOf" -> (long) text.indexOf(part);
            case "hasPrefix" -> text.startsWith(part);
            case "hasSuffix" -> text.endsWith(part);
            default -> replace(text, part, Values.text(values.get(2), offset), offset);
        };
    }

    private List<@Nullable Object> split(String text, String separator, int offset) {
        work.spend(text.length(), offset);
        return new ArrayList<>(Arrays.asList(text.split(Pattern.quote(separator), -1)));
    }

    private String replace(String text, String part, String by, int offset) {
        long places = part.isEmpty() ? text.length() + 1L : text.length() / part.length();
        work.spendText(text.length() + places * by.length(), offset);
        return text.replace(part, by);
    }

    private String join(Node.Call call, List<@Nullable Object> values) {
        if (values.isEmpty() || values.size() > 2) {
            Functions.arity(call, 2);
        }
        String separator = values.size() == 2 ? Values.text(values.get(1), call.offset()) : "";
        StringBuilder joined = new StringBuilder();
        boolean first = true;
        for (Object each : Values.list(values.getFirst(), call.offset())) {
            String text = Values.text(each, call.offset());
            work.spendText(
                    joined.length() + (long) separator.length() + text.length(), call.offset());
            joined.append(first ? "" : separator).append(text);
            first = false;
        }
        return joined.toString();
    }
}
