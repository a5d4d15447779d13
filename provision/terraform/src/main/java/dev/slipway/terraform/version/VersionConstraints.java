package dev.slipway.terraform.version;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a version must be: all of several terms. A version before a release is allowed only where a
/// term names it exactly. Shown as Terraform writes constraints into its lock file: each once, in
/// order of their versions. Immutable.
public record VersionConstraints(List<Term> terms) {
    public static final VersionConstraints NONE = new VersionConstraints(List.of());

    private static final Pattern FORM =
            Pattern.compile("(=|!=|>=|<=|>|<|~>)?\\s*(v?([0-9]+(?:\\.[0-9]+)*)(?:[-+].*)?)");

    /// How a version is compared.
    public enum Operator {
        EQUAL(""),
        NOT_EQUAL("!= "),
        GREATER("> "),
        GREATER_OR_EQUAL(">= "),
        LESS("< "),
        LESS_OR_EQUAL("<= "),
        /// The last number that is written may be greater.
        PESSIMISTIC("~> ");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        static Operator of(String sign) {
            for (Operator each : values()) {
                if (each.sign.strip().equals(sign)) {
                    return each;
                }
            }
            return EQUAL;
        }
    }

    /// One comparison; `parts` is how many numbers of the version were written.
    public record Term(Operator operator, Version version, int parts) {
        boolean allows(Version candidate) {
            int compared = candidate.compareTo(version);
            return switch (operator) {
                case EQUAL -> compared == 0;
                case NOT_EQUAL -> compared != 0;
                case GREATER -> compared > 0;
                case GREATER_OR_EQUAL -> compared >= 0;
                case LESS -> compared < 0;
                case LESS_OR_EQUAL -> compared <= 0;
                case PESSIMISTIC -> compared >= 0 && candidate.compareTo(bound()) < 0;
            };
        }

        private Version bound() {
            return parts < 3
                    ? new Version(version.major() + 1, 0, 0, "", "")
                    : new Version(version.major(), version.minor() + 1, 0, "", "");
        }

        @Override
        public String toString() {
            String written =
                    operator != Operator.PESSIMISTIC || parts == 3
                            ? version.toString()
                            : parts == 1
                                    ? String.valueOf(version.major())
                                    : version.major() + "." + version.minor();
            return operator.sign + written;
        }
    }

    public VersionConstraints {
        terms = List.copyOf(terms);
    }

    /// Reads terms with commas between them; an empty text allows everything.
    ///
    /// @throws VersionException that names the term that is wrong
    public static VersionConstraints parse(String text) throws VersionException {
        if (text.isBlank()) {
            return NONE;
        }
        List<Term> terms = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            terms.add(term(each.strip()));
        }
        return new VersionConstraints(terms);
    }

    private static Term term(String text) throws VersionException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new VersionException(
                    "\""
                            + text
                            + "\" is no version constraint (expected: one such as >= 1.2.0,"
                            + " ~> 1.2 or != 1.2.3)");
        }
        int parts = form.group(3).split("\\.", -1).length;
        if (parts > 3) {
            throw new VersionException(
                    "\"" + text + "\" has " + parts + " numbers (expected: at most three)");
        }
        String sign = form.group(1) == null ? "" : form.group(1);
        return new Term(Operator.of(sign), Version.parse(form.group(2)), parts);
    }

    public boolean allows(Version version) {
        boolean named =
                !version.isPrerelease()
                        || terms.stream()
                                .anyMatch(each ->
                                        each.operator() == Operator.EQUAL
                                                && each.version().equals(version));
        return named && terms.stream().allMatch(each -> each.allows(version));
    }

    /// The constraints together.
    public VersionConstraints and(VersionConstraints others) {
        List<Term> all = new ArrayList<>(terms);
        all.addAll(others.terms);
        return new VersionConstraints(all);
    }

    /// The newest that is allowed.
    public Optional<Version> newest(Collection<Version> versions) {
        return versions.stream().filter(this::allows).max(Comparator.naturalOrder());
    }

    public boolean isEmpty() {
        return terms.isEmpty();
    }

    @Override
    public String toString() {
        TreeSet<Term> sorted =
                new TreeSet<>(
                        Comparator.comparing(Term::version)
                                .thenComparing(Term::operator)
                                .thenComparing(Term::toString));
        sorted.addAll(terms);
        return sorted.stream().map(Term::toString).collect(Collectors.joining(", "));
    }
}
