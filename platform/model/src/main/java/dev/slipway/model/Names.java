package dev.slipway.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The rules for names, labels and annotations, with the API's own words for what is wrong. Every
/// method returns the faults found, none if all is well.
public final class Names {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE = "(" + QUALIFIED + ")?";
    private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";

    private static final int LABEL_MAX = 63;
    private static final int SUBDOMAIN_MAX = 253;
    private static final int PORT_NAME_MAX = 15;
    private static final int ANNOTATIONS_BYTES_MAX = 256 * 1024;

    private static final Rule LABEL_RULE =
            new Rule(
                    LABEL,
                    LABEL_MAX,
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters"
                            + " or '-', and must start and end with an alphanumeric character"
                            + " (e.g. 'my-name',  or '123-abc'");
    private static final Rule SUBDOMAIN_RULE =
            new Rule(
                    SUBDOMAIN,
                    SUBDOMAIN_MAX,
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                            + " characters, '-' or '.', and must start and end with an alphanumeric"
                            + " character (e.g. 'example.com'");
    private static final Rule LABEL_1035_RULE =
            new Rule(
                    LABEL_1035,
                    LABEL_MAX,
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-',"
                            + " start with an alphabetic character, and end with an alphanumeric"
                            + " character (e.g. 'my-name',  or 'abc-123'");
    private static final Rule NAME_PART_RULE =
            new Rule(
                    QUALIFIED,
                    LABEL_MAX,
                    "name part must consist of alphanumeric characters, '-', '_' or '.', and must"
                            + " start and end with an alphanumeric character (e.g. 'MyName',  or"
                            + " 'my.name',  or '123-abc'");
    private static final Rule LABEL_VALUE_RULE =
            new Rule(
                    LABEL_VALUE,
                    LABEL_MAX,
                    "a valid label must be an empty string or consist of alphanumeric characters,"
                            + " '-', '_' or '.', and must start and end with an alphanumeric"
                            + " character (e.g. 'MyValue',  or 'my_value',  or '12345'");
    private static final Rule CONFIG_KEY_RULE =
            new Rule(
                    CONFIG_KEY,
                    SUBDOMAIN_MAX,
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
                            + " (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name'");

    /// A form and its explanation.
    private record Rule(Pattern pattern, int lengthMax, String message) {
        Rule(String regex, int lengthMax, String start) {
            this(
                    Pattern.compile(regex),
                    lengthMax,
                    start + ", regex used for validation is '" + regex + "')");
        }

        List<String> faults(String name) {
            List<String> faults = new ArrayList<>();
            if (name.length() > lengthMax) {
                faults.add("must be no more than " + lengthMax + " characters");
            }
            if (name.length() <= SUBDOMAIN_MAX * 4 && !pattern.matcher(name).matches()) {
                faults.add(message);
            }
            return faults;
        }
    }

    private Names() {}

    /// Names of namespaces, containers and volumes.
    public static List<String> labelFaults(String name) {
        return LABEL_RULE.faults(name);
    }

    /// Names of most objects.
    public static List<String> subdomainFaults(String name) {
        return SUBDOMAIN_RULE.faults(name);
    }

    /// Names of services.
    public static List<String> label1035Faults(String name) {
        return LABEL_1035_RULE.faults(name);
    }

    /// Names of objects that only need to fit into a URL, such as roles.
    public static List<String> pathSegmentFaults(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        List<String> faults = new ArrayList<>();
        for (String forbidden : List.of("/", "%")) {
            if (name.contains(forbidden)) {
                faults.add("may not contain '" + forbidden + "'");
            }
        }
        return faults;
    }

    /// Keys of labels and annotations: `name` or `prefix/name`.
    public static List<String> labelKeyFaults(String key) {
        int slash = key.indexOf('/');
        if (slash >= 0 && key.indexOf('/', slash + 1) >= 0) {
            return List.of(
                    "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and"
                            + " must start and end with an alphanumeric character (e.g. 'MyName', "
                            + " or 'my.name',  or '123-abc', regex used for validation is '"
                            + QUALIFIED
                            + "') with an optional DNS subdomain prefix and '/' (e.g."
                            + " 'example.com/MyName')");
        }
        List<String> faults = new ArrayList<>();
        if (slash == 0) {
            faults.add("prefix part must be non-empty");
        } else if (slash > 0) {
            subdomainFaults(key.substring(0, slash)).forEach(f -> faults.add("prefix part " + f));
        }
        String name = key.substring(slash + 1);
        if (name.isEmpty()) {
            faults.add("name part must be non-empty");
            return faults;
        }
        for (String fault : NAME_PART_RULE.faults(name)) {
            faults.add(fault.startsWith("must") ? "name part " + fault : fault);
        }
        return faults;
    }

    public static List<String> labelValueFaults(String value) {
        return LABEL_VALUE_RULE.faults(value);
    }

    /// All labels, as causes at `path`.
    public static List<ApiException.Cause> labelsFaults(Map<String, String> labels, String path) {
        List<ApiException.Cause> causes = new ArrayList<>();
        labels.forEach((key, value) -> {
            labelKeyFaults(key).forEach(fault -> causes.add(invalid(path, key, fault)));
            labelValueFaults(value).forEach(fault -> causes.add(invalid(path, value, fault)));
        });
        return causes;
    }

    /// All annotations, as causes at `path`: their keys and their size.
    public static List<ApiException.Cause> annotationsFaults(
            Map<String, String> annotations, String path) {
        List<ApiException.Cause> causes = new ArrayList<>();
        long bytes = 0;
        for (var entry : annotations.entrySet()) {
            String key = entry.getKey();
            String lower = key.toLowerCase(java.util.Locale.ROOT);
            labelKeyFaults(lower).forEach(fault -> causes.add(invalid(path, key, fault)));
            bytes += key.getBytes(StandardCharsets.UTF_8).length;
            bytes += entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > ANNOTATIONS_BYTES_MAX) {
            causes.add(
                    new ApiException.Cause(
                            path,
                            "FieldValueTooLong",
                            "Too long: may not be more than " + ANNOTATIONS_BYTES_MAX + " bytes"));
        }
        return causes;
    }

    /// Keys of ConfigMaps and Secrets.
    public static List<String> configKeyFaults(String key) {
        if (key.equals(".")) {
            return List.of("must not be '.'");
        }
        return key.startsWith("..")
                ? List.of("must not start with '..'")
                : CONFIG_KEY_RULE.faults(key);
    }

    /// Names of environment variables.
    public static List<String> environmentNameFaults(String name) {
        boolean printable = name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '=');
        return printable && !name.isEmpty()
                ? List.of()
                : List.of(
                        "a valid environment variable name must consist only of printable ASCII"
                                + " characters other than '='");
    }

    /// Names of the ports of containers.
    public static List<String> portNameFaults(String name) {
        List<String> faults = new ArrayList<>();
        if (name.length() > PORT_NAME_MAX) {
            faults.add("must be no more than " + PORT_NAME_MAX + " characters");
        }
        if (!name.matches("[-a-z0-9]+")) {
            faults.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!name.matches(".*[a-z].*")) {
            faults.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            faults.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            faults.add("must not begin or end with a hyphen");
        }
        return faults;
    }

    private static ApiException.Cause invalid(String path, String value, String fault) {
        return new ApiException.Cause(
                path, "FieldValueInvalid", "Invalid value: \"" + value + "\": " + fault);
    }
}
