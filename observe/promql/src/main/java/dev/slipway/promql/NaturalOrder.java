package dev.slipway.promql;

/// Orders texts as people do: runs of digits by the number they are.
final class NaturalOrder {
    private NaturalOrder() {}

    static int compare(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            int leftEnd = digits(left, i);
            int rightEnd = digits(right, j);
            if (leftEnd > i && rightEnd > j) {
                int order = numbers(left.substring(i, leftEnd), right.substring(j, rightEnd));
                if (order != 0) {
                    return order;
                }
                i = leftEnd;
                j = rightEnd;
            } else if (left.charAt(i) != right.charAt(j)) {
                return left.charAt(i) - right.charAt(j);
            } else {
                i++;
                j++;
            }
        }
        return Integer.compare(left.length() - i, right.length() - j);
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int numbers(String left, String right) {
        String leftNumber = left.replaceFirst("^0+", "");
        String rightNumber = right.replaceFirst("^0+", "");
        int order = Integer.compare(leftNumber.length(), rightNumber.length());
        return order != 0 ? order : leftNumber.compareTo(rightNumber);
    }
}
