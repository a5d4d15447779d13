package dev.slipway.node;

import java.util.Map;

/// Replaces `$(NAME)` by the variable's value, as Kubernetes does it: an unknown name stays as it
/// is written, and `$$` stands for one `$`. Stateless.
final class VariableExpansion {
    private VariableExpansion() {}

    static String expand(String text, Map<String, String> variables) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char following = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            int close = following == '(' ? text.indexOf(')', at) : -1;
            if (c == '$' && following == '$') {
                result.append('$');
                at += 2;
            } else if (c == '$' && close > 0) {
                String name = text.substring(at + 2, close);
                String value = variables.get(name);
                result.append(value != null ? value : text.substring(at, close + 1));
                at = close + 1;
            } else {
                result.append(c);
                at++;
            }
        }
        return result.toString();
    }
}
