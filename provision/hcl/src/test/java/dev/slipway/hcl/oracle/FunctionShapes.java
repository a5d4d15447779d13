package dev.slipway.hcl.oracle;

import java.util.List;
import java.util.Map;

/// What each function is usually given: its name, then kinds of arguments; a star repeats.
final class FunctionShapes {
    private static final String SHAPES =
            """
            abs number
            abspath path
            alltrue bools
            anytrue bools
            base64decode base64
            base64encode text
            base64sha256 text
            base64sha512 text
            basename path
            can any
            ceil number
            chomp text
            chunklist list small
            cidrhost cidr small
            cidrnetmask cidr
            cidrsubnet cidr small small
            cidrsubnets cidr small small*
            coalesce any any*
            coalesce text text text
            coalescelist list list list*
            compact texts
            concat list list list*
            contains list any
            contains texts text
            csvdecode csv
            dirname path
            distinct list
            element list small
            endswith text text
            ephemeralasnull any
            file file
            filebase64 file
            filebase64sha256 file
            filebase64sha512 file
            fileexists file
            filemd5 file
            fileset folder glob
            filesha1 file
            filesha256 file
            filesha512 file
            flatten list
            flatten nested
            floor number
            format format any*
            format onearg any
            formatdate dateformat time
            formatlist onearg texts
            formatlist format list any*
            indent small text
            index list any
            index texts text
            issensitive any
            join text texts texts*
            jsondecode json
            jsonencode any
            keys map
            length any
            length text
            log number small
            lookup map key any
            lookup map key
            lower text
            matchkeys list list list
            matchkeys texts texts texts
            max number number*
            md5 text
            merge map map map*
            min number number*
            nonsensitive any
            one list
            parseint digits base
            pathexpand path
            pow small number
            pow number small
            range small
            range small number
            range small number small
            regex pattern text
            regexall pattern text
            replace text text text
            replace text slashed text
            reverse list
            rsadecrypt base64 text
            sensitive any
            setintersection set set set*
            setproduct list list
            setproduct set set
            setsubtract set set
            setunion set list set*
            sha1 text
            sha256 text
            sha512 text
            signum number
            slice list small small
            sort texts
            split text text
            split separator text
            startswith text text
            strcontains text text
            strrev text
            substr text small small
            sum numbers
            templatefile templatefile vars
            templatestring template vars
            textdecodebase64 base64 charset
            textencodebase64 text charset
            timeadd time duration
            timecmp time time
            title text
            tobool any
            tobool text
            tolist any
            tolist list
            tomap any
            tomap map
            tonumber text
            tonumber any
            toset list
            toset any
            tostring any
            transpose lists
            trim text text
            trimprefix text text
            trimspace text
            trimsuffix text text
            try any any any
            upper text
            urlencode text
            uuidv5 namespace text
            values map
            yamldecode yaml
            yamlencode any
            zipmap texts list
            """;

    private static final Map<String, List<String>> SAMPLES =
            Map.ofEntries(
                    Map.entry(
                            "path",
                            texts(
                                    "a/b/c.txt",
                                    "/x/../y/",
                                    "",
                                    ".",
                                    "~",
                                    "~/a",
                                    "a//b/./c",
                                    "/",
                                    "a/../..b",
                                    "é/ü")),
                    Map.entry(
                            "base64",
                            texts("aGVsbG8=", "", "aGVsbG8", "/w==", "4pyT", "!!", "aGVs\\nbG8=")),
                    Map.entry(
                            "cidr",
                            texts(
                                    "10.0.0.0/8",
                                    "10.1.2.3/16",
                                    "192.168.1.0/24",
                                    "fd00::/48",
                                    "2001:db8::1/64",
                                    "10.0.0.0",
                                    "300.1.1.1/8",
                                    "10.0.0.0/33",
                                    "::/0",
                                    "::ffff:1.2.3.4/112",
                                    "0.0.0.0/0",
                                    "010.0.0.1/8")),
                    Map.entry(
                            "csv",
                            texts(
                                    "a,b\\n1,2",
                                    "a\\n",
                                    "",
                                    "a,a\\n1,2",
                                    "a,b\\n1",
                                    "h\\n\\\"x,\\\"\\\"y\\\"\\n",
                                    "a,b\\r\\n1,2\\r\\n\\r\\n3,4",
                                    "a\\n\\\"b",
                                    " a , b \\n 1 , 2 ")),
                    Map.entry(
                            "file",
                            texts(
                                    "hello.txt",
                                    "page.tftpl",
                                    "binary.bin",
                                    "missing.txt",
                                    "sub",
                                    "sub/b.txt",
                                    "./hello.txt")),
                    Map.entry("folder", texts("sub", "missing", "./sub", "sub/deep/..")),
                    Map.entry(
                            "glob",
                            texts(
                                    "*",
                                    "*.txt",
                                    "**",
                                    "**/*.txt",
                                    "sub/*",
                                    "*.{txt,tftpl}",
                                    "[bh]*",
                                    "?.txt",
                                    "sub/**/a.txt")),
                    Map.entry(
                            "nested",
                            List.of(
                                    "[[1, 2], [3, [4]]]",
                                    "[[], [[]]]",
                                    "[tolist([1]), toset([2])]",
                                    "[[var.us], [1]]",
                                    "[[1], var.ul]",
                                    "[null, [null]]",
                                    "[{ a = [1] }, [2]]",
                                    "toset([\"b\", \"a\"])")),
                    Map.entry(
                            "format",
                            texts(
                                    "",
                                    "plain",
                                    "%s",
                                    "%d",
                                    "%v %v",
                                    "%5.2f|%s",
                                    "%q",
                                    "%%",
                                    "%s %d %t",
                                    "%[1]s %[1]s",
                                    "%x",
                                    "%#v",
                                    "%z",
                                    "%05d",
                                    "%-8s|",
                                    "%+d",
                                    "%g",
                                    "%e",
                                    "%b %o",
                                    "%.3s",
                                    "é%s")),
                    Map.entry(
                            "onearg",
                            texts(
                                    "%s",
                                    "%d", "%v", "%#v", "%q", "%t", "%5s|", "%-5s|", "%08.3f", "%x",
                                    "%X", "%o", "%b", "%e", "%g", "%G", "%.0f", "% d", "%+v",
                                    "%6.2v", "%.2q", "%s-%%")),
                    Map.entry(
                            "dateformat",
                            texts(
                                    "YYYY-MM-DD",
                                    "DD MMM YYYY hh:mm ZZZ",
                                    "EEEE, MMMM D, YY",
                                    "HH:mm:ss aa",
                                    "h 'o''clock' AA",
                                    "ZZZZ ZZZZZ Z",
                                    "YYYYY",
                                    "'open",
                                    "x",
                                    "M/D/YY H:m:s EEE",
                                    "")),
                    Map.entry(
                            "time",
                            texts(
                                    "2020-02-29T12:30:45Z",
                                    "2017-11-22T00:00:00Z",
                                    "2018-01-04T23:12:01+02:30",
                                    "2000-01-01T00:00:00-08:00",
                                    "1999-12-31T23:59:59.999Z",
                                    "2020-13-01T00:00:00Z",
                                    "2020-01-01",
                                    "nope",
                                    "2021-02-29T00:00:00Z",
                                    "2020-01-01T24:00:00Z",
                                    "2020-01-01t00:00:00z")),
                    Map.entry(
                            "duration",
                            texts(
                                    "1h", "-90m", "1h30m5s", "1.5h", "250ms", "10", "0", "x",
                                    "-1h1m", "1d", "100000h", ".5s", "1us")),
                    Map.entry(
                            "json",
                            texts(
                                    "{\\\"a\\\":1}",
                                    "[1,2,{\\\"b\\\":null}]",
                                    "null",
                                    "true",
                                    "1.50",
                                    "\\\"x\\\\n\\\"",
                                    "{",
                                    "[1,]",
                                    "01",
                                    "",
                                    "{\\\"a\\\":{\\\"b\\\":[]}}",
                                    " [ ] ",
                                    "1e400",
                                    "-0",
                                    "{\\\"a\\\":1,\\\"a\\\":\\\"x\\\"}",
                                    "nul",
                                    "[1 2]",
                                    "\\\"\\\\u00e9\\\"",
                                    "1.0")),
                    Map.entry("key", texts("a", "b", "k", "zz", "")),
                    Map.entry(
                            "digits",
                            texts(
                                    "42",
                                    "ff",
                                    "FF",
                                    "-101",
                                    "zz",
                                    "Zz",
                                    "",
                                    "12.5",
                                    "0x1f",
                                    "9999999999999999999999",
                                    "_1",
                                    "+7",
                                    "é")),
                    Map.entry("base", List.of("2", "8", "10", "16", "36", "62", "1", "63", "37")),
                    Map.entry(
                            "pattern",
                            texts(
                                    "[a-z]+",
                                    "(\\\\d+)",
                                    "(?P<x>[a-z])(?P<y>.)",
                                    "(a)(?P<b>b)",
                                    "(",
                                    "^$",
                                    "a|b",
                                    "(a)|(b)",
                                    "\\\\s*",
                                    "(?i)HELLO",
                                    "\\\\p{L}+",
                                    ".",
                                    "x*",
                                    "[[:alpha:]]+",
                                    "(?=a)",
                                    "\\\\bfoo")),
                    Map.entry(
                            "slashed",
                            texts(
                                    "/a/",
                                    "/[a-z]+/",
                                    "/(.)(.)/",
                                    "/x*/",
                                    "/(/",
                                    "//",
                                    "/",
                                    "/(?P<n>o)/",
                                    "/\\\\s+/",
                                    "/^/")),
                    Map.entry("separator", texts(",", "", "-", " ", "b", "\\n")),
                    Map.entry("templatefile", texts("page.tftpl", "hello.txt", "missing.tftpl")),
                    Map.entry(
                            "template",
                            List.of(
                                    "var.template",
                                    "var.us",
                                    "var.nul",
                                    "var.sens",
                                    "\"x\"",
                                    "var.list[0]")),
                    Map.entry(
                            "vars",
                            List.of(
                                    "{ x = 1, l = [1, 2], t = \"t\" }",
                                    "{ x = var.us, l = var.list, t = 1 }",
                                    "{}",
                                    "{ x = null, l = [], t = true }",
                                    "{ x = var.sens, l = [var.sens], t = 2 }",
                                    "{ l = var.ul, x = 1, t = 1 }",
                                    "[1]",
                                    "{ \"a b\" = 1 }",
                                    "tomap({ x = \"1\", l = \"2\", t = \"3\" })")),
                    Map.entry(
                            "charset",
                            texts(
                                    "UTF-8",
                                    "UTF-16LE",
                                    "ISO-8859-1",
                                    "nope",
                                    "US-ASCII",
                                    "windows-1252",
                                    "UTF-16BE")),
                    Map.entry(
                            "lists",
                            List.of(
                                    "{ a = [\"x\", \"y\"], b = [\"y\"] }",
                                    "{}",
                                    "{ a = [] }",
                                    "{ a = [1, 2], b = [2] }",
                                    "{ a = null }",
                                    "{ a = \"x\" }",
                                    "{ a = var.ul }",
                                    "{ a = [null] }")),
                    Map.entry(
                            "namespace",
                            texts(
                                    "dns",
                                    "url",
                                    "oid",
                                    "x500",
                                    "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                                    "nope")),
                    Map.entry(
                            "yaml",
                            texts(
                                    "a: 1",
                                    "- x\\n- y: 2",
                                    "null",
                                    "~",
                                    "yes",
                                    "no",
                                    "0x1f",
                                    "010",
                                    "1_000",
                                    "1.5",
                                    ".inf",
                                    "-.inf",
                                    "2020-01-01",
                                    "a: [1, b, {c: d}]",
                                    "\\\"q\\\": 'r'",
                                    "a: |\\n  t\\n  u\\n",
                                    "a: >\\n  t\\n  u\\n",
                                    "{",
                                    "a: b: c",
                                    "a: &x [1]\\nb: *x",
                                    "--- 1\\n--- 2",
                                    "",
                                    "1: a",
                                    "!!str 5",
                                    "!x 5",
                                    "on",
                                    "<<: {a: 1}",
                                    "? [a]\\n: b",
                                    "1e3",
                                    "+5",
                                    "0b11",
                                    "0o17",
                                    "a: 1\\na: 2",
                                    "[a, , b]",
                                    "# c",
                                    "12:30",
                                    ".5",
                                    "5.",
                                    "a:\\n- 1\\n-\\n")));

    private FunctionShapes() {}

    static List<List<String>> all() {
        return SHAPES.lines().map(line -> List.of(line.split(" "))).toList();
    }

    static List<String> samples(String kind) {
        return SAMPLES.getOrDefault(kind, List.of("\"" + kind + "\""));
    }

    private static List<String> texts(String... texts) {
        return List.of(texts).stream().map(text -> '"' + text + '"').toList();
    }
}
