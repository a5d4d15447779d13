package dev.slipway.terraform.version;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version as [semver.org](https://semver.org) says. What comes after `+` does not count when
/// versions are compared, but versions that differ only in it are not equal.
public record Version(long major, long minor, long patch, String pre, String build)
        implements Comparable<Version> {
    private static final Pattern FORM =
            Pattern.compile(
                    "v?(\\d{1,18})(?:\\.(\\d{1,18}))?(?:\\.(\\d{1,18}))?"
                            + "(?:-([0-9A-Za-z.-]+))?(?:\\+([0-9A-Za-z.-]+))?");

    public Version {
        requireNonNull(pre, "pre");
        requireNonNull(build, "build");
    }

    /// Minor and patch may be left out; then they are zero.
    ///
    /// @throws VersionException if it is none
    public static Version parse(String text) throws VersionException {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new VersionException(
                    "version: \"" + text + "\" (expected: a version such as 1.2.3 or 1.2.3-beta1)");
        }
        return new Version(
                Long.parseLong(form.group(1)),
                number(form.group(2)),
                number(form.group(3)),
                text(form.group(4)),
                text(form.group(5)));
    }

    @SuppressWarnings("NullAway") // A group that is not there is null.
    private static long number(String group) {
        return group == null ? 0 : Long.parseLong(group);
    }

    @SuppressWarnings("NullAway")
    private static String text(String group) {
        return group == null ? "" : group;
    }

    public boolean isPrerelease() {
        return !pre.isEmpty();
    }

    @Override
    public int compareTo(Version other) {
        int byMajor = Long.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Long.compare(minor, other.minor);
        int byPatch = byMinor != 0 ? byMinor : Long.compare(patch, other.patch);
        int byPre = byPatch != 0 ? byPatch : comparePre(pre, other.pre);
        return byPre != 0 ? byPre : build.compareTo(other.build);
    }

    private static int comparePre(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        String[] left = one.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int byPart = comparePart(left[i], right[i]);
            if (byPart != 0) {
                return byPart;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    /// Numbers come before texts.
    private static int comparePart(String one, String other) {
        boolean isNumber = isNumber(one);
        if (isNumber && isNumber(other)) {
            int byLength = Integer.compare(one.length(), other.length());
            return byLength != 0 ? byLength : one.compareTo(other);
        }
        return isNumber == isNumber(other) ? one.compareTo(other) : isNumber ? -1 : 1;
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.chars().allMatch(each -> each >= '0' && each <= '9');
    }

    @Override
    public String toString() {
        return major
                + "."
                + minor
                + "."
                + patch
                + (pre.isEmpty() ? "" : "-" + pre)
                + (build.isEmpty() ? "" : "+" + build);
    }
}
