package dev.slipway.hcl.function;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A range of IP addresses: its first address and how many leading bits all share. Immutable.
record Network(BigInteger address, int length, int bits) {
    static final int BITS_4 = 32;
    static final int BITS_6 = 128;

    private static final int GROUPS = 8;
    private static final Pattern OCTET = Pattern.compile("\\d{1,10}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    /// Reads `address/length`; `null` if that is not what the text holds.
    static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches()) {
            return null;
        }
        String written = text.substring(0, slash);
        int length = Integer.parseInt(text.substring(slash + 1));
        boolean six = written.indexOf(':') >= 0;
        int bits = six ? BITS_6 : BITS_4;
        BigInteger address = six ? six(written) : four(written);
        if (address == null || length > bits) {
            return null;
        }
        return new Network(
                address.shiftRight(bits - length).shiftLeft(bits - length), length, bits);
    }

    private static @Nullable BigInteger four(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        BigInteger address = BigInteger.ZERO;
        for (String part : parts) {
            if (!OCTET.matcher(part).matches() || Long.parseLong(part) > 0xFF) {
                return null;
            }
            address = address.shiftLeft(Byte.SIZE).add(BigInteger.valueOf(Long.parseLong(part)));
        }
        return address;
    }

    private static @Nullable BigInteger six(String text) {
        String whole = text;
        int colon = text.lastIndexOf(':');
        if (text.indexOf('.') > 0) {
            BigInteger four = four(text.substring(colon + 1));
            if (four == null) {
                return null;
            }
            int low = four.intValue();
            whole =
                    text.substring(0, colon + 1)
                            + Integer.toHexString(low >>> Short.SIZE)
                            + ":"
                            + Integer.toHexString(low & 0xFFFF);
        }
        int gap = whole.indexOf("::");
        List<String> groups = new ArrayList<>();
        if (gap < 0) {
            groups.addAll(List.of(whole.split(":", -1)));
        } else {
            List<String> before = split(whole.substring(0, gap));
            List<String> after = split(whole.substring(gap + 2));
            int missing = GROUPS - before.size() - after.size();
            if (missing < 1) {
                return null;
            }
            groups.addAll(before);
            groups.addAll(java.util.Collections.nCopies(missing, "0"));
            groups.addAll(after);
        }
        return groups.size() == GROUPS ? number(groups) : null;
    }

    private static List<String> split(String groups) {
        return groups.isEmpty() ? List.of() : List.of(groups.split(":", -1));
    }

    private static @Nullable BigInteger number(List<String> groups) {
        BigInteger address = BigInteger.ZERO;
        for (String group : groups) {
            if (!GROUP.matcher(group).matches()) {
                return null;
            }
            address = address.shiftLeft(Short.SIZE).add(new BigInteger(group, 16));
        }
        return address;
    }

    /// Whether this is IPv4 written as IPv6, which is shown as IPv4 again.
    boolean isMapped() {
        return bits == BITS_6
                && length >= BITS_6 - BITS_4
                && address.shiftRight(BITS_4).equals(BigInteger.valueOf(0xFFFF));
    }

    /// How many leading bits, in the form addresses are shown in.
    int shownLength(int prefix) {
        return isMapped() ? prefix - (BITS_6 - BITS_4) : prefix;
    }

    String mask() {
        BigInteger all = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        BigInteger mask = all.shiftRight(bits - length).shiftLeft(bits - length);
        return new Network(BigInteger.ZERO, 0, bits).text(mask);
    }

    /// An address in the usual form; zeros in IPv6 are left out once, where most of them are.
    String text(BigInteger number) {
        if (bits == BITS_4 || isMapped()) {
            long value = number.longValue();
            return (value >> 24 & 0xFF)
                    + "."
                    + (value >> 16 & 0xFF)
                    + "."
                    + (value >> 8 & 0xFF)
                    + "."
                    + (value & 0xFF);
        }
        int[] groups = new int[GROUPS];
        for (int index = 0; index < GROUPS; index++) {
            groups[index] =
                    number.shiftRight(Short.SIZE * (GROUPS - 1 - index)).intValue() & 0xFFFF;
        }
        int start = -1;
        int longest = 1;
        for (int index = 0; index < GROUPS; index++) {
            int zeros = zeros(groups, index);
            if (zeros > longest) {
                start = index;
                longest = zeros;
            }
        }
        StringBuilder out = new StringBuilder();
        int index = 0;
        while (index < GROUPS) {
            if (index == start) {
                out.append("::");
                index += longest;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(groups[index]));
            index++;
        }
        return out.toString();
    }

    private static int zeros(int[] groups, int from) {
        int index = from;
        while (index < GROUPS && groups[index] == 0) {
            index++;
        }
        return index - from;
    }
}
