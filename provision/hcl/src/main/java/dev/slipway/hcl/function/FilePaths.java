package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Functions of files and their paths. Relative paths start from the folder of the surroundings.
final class FilePaths {
    private static final long SIZE_BYTES_MAX = 256L * 1024 * 1024;

    private final Surroundings surroundings;

    private FilePaths(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static void addTo(Map<String, Function> table, Surroundings surroundings) {
        FilePaths files = new FilePaths(surroundings);
        table.put("basename", Strings.one("path", texts -> base(texts.getFirst())));
        table.put("dirname", Strings.one("path", texts -> folder(texts.getFirst())));
        table.put("abspath", Strings.one("path", texts -> files.absolute(texts.getFirst())));
        table.put("pathexpand", Strings.one("path", texts -> files.expanded(texts.getFirst())));
        table.put("file", Strings.one("path", texts -> files.text(texts.getFirst())));
        table.put("filebase64", files.of(Encodings::encoded));
        table.put("filemd5", files.of(bytes -> Hashes.hex("md5", bytes)));
        table.put("filesha1", files.of(bytes -> Hashes.hex("sha1", bytes)));
        table.put("filesha256", files.of(bytes -> Hashes.hex("sha256", bytes)));
        table.put("filesha512", files.of(bytes -> Hashes.hex("sha512", bytes)));
        table.put("filebase64sha256", files.of(bytes -> Hashes.base64("sha256", bytes)));
        table.put("filebase64sha512", files.of(bytes -> Hashes.base64("sha512", bytes)));
        table.put(
                "fileexists",
                Definition.of()
                        .taking("path", Type.Primitive.STRING)
                        .yields(
                                Type.Primitive.BOOL,
                                arguments -> files.exists(Values.text(arguments.getFirst()))));
        table.put(
                "fileset",
                Definition.of()
                        .taking("path", Type.Primitive.STRING)
                        .taking("pattern", Type.Primitive.STRING)
                        .yields(
                                Type.set(Type.Primitive.STRING),
                                arguments ->
                                        files.matching(
                                                Values.text(arguments.getFirst()),
                                                Values.text(arguments.getLast()))));
    }

    private interface BytesBody {
        String call(byte[] bytes);
    }

    private Function of(BytesBody body) {
        return Strings.one("path", texts -> body.call(bytes(texts.getFirst())));
    }

    private static String base(String path) {
        String trimmed = withoutSlashes(path);
        if (trimmed.isEmpty()) {
            return path.isEmpty() ? "." : "/";
        }
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return clean(path.substring(0, slash + 1));
    }

    /// Without `.`, without `..` where it can be resolved, without doubled slashes.
    private static String clean(String path) {
        boolean rooted = path.startsWith("/");
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            boolean up = part.equals("..");
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (up && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!up || !rooted) {
                parts.add(part);
            }
        }
        String joined = String.join("/", parts);
        return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
    }

    private String absolute(String path) {
        String base = surroundings.folder().toAbsolutePath().toString();
        return clean(path.startsWith("/") ? path : base + "/" + path);
    }

    private String expanded(String path) throws FunctionException {
        if (!path.startsWith("~")) {
            return path;
        }
        if (path.length() > 1 && path.charAt(1) != '/') {
            throw FunctionException.failure(
                    "failed to expand ~: cannot expand user-specific home dir");
        }
        String home = surroundings.home().toString();
        return path.length() == 1 ? home : clean(home + path.substring(1));
    }

    private Path resolve(String path) throws FunctionException {
        try {
            return surroundings.folder().resolve(expanded(path));
        } catch (InvalidPathException problem) {
            throw FunctionException.argument(0, "the path is invalid: " + problem.getReason());
        }
    }

    byte[] bytes(String path) throws FunctionException {
        Path file = resolve(path);
        if (!Files.exists(file)) {
            throw FunctionException.argument(
                    0,
                    "no file exists at \""
                            + path
                            + "\"; this function works only with files that"
                            + " are distributed as part of the configuration source code, so if"
                            + " this file will be created by a resource in this configuration you"
                            + " must instead obtain this result from an attribute of that"
                            + " resource");
        }
        if (Files.isDirectory(file)) {
            throw FunctionException.argument(0, "\"" + path + "\" is a directory, not a file");
        }
        try {
            if (Files.size(file) > SIZE_BYTES_MAX) {
                throw FunctionException.argument(0, "\"" + path + "\" is too large");
            }
            return Files.readAllBytes(file);
        } catch (IOException problem) {
            throw FunctionException.argument(
                    0, "failed to read \"" + path + "\": " + problem.getMessage());
        }
    }

    String text(String path) throws FunctionException {
        try {
            return Encodings.text(bytes(path), StandardCharsets.UTF_8);
        } catch (CharacterCodingException problem) {
            throw FunctionException.argument(
                    0,
                    "contents of \""
                            + path
                            + "\" are not valid UTF-8; use the filebase64 function"
                            + " to obtain the Base64 encoded contents or the other file functions"
                            + " (e.g. filemd5, filesha256) to obtain file hashing results"
                            + " instead");
        }
    }

    private Value exists(String path) throws FunctionException {
        Path file = resolve(path);
        if (Files.isDirectory(file)) {
            throw FunctionException.argument(0, "\"" + path + "\" is a directory, not a file");
        }
        return Value.of(Files.exists(file));
    }

    private Value matching(String path, String pattern) throws FunctionException {
        Path start = resolve(path);
        List<Value> found = new ArrayList<>();
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob(pattern));
            if (Files.isDirectory(start)) {
                try (Stream<Path> all = Files.walk(start, FileVisitOption.FOLLOW_LINKS)) {
                    all.filter(Files::isRegularFile)
                            .map(start::relativize)
                            .filter(matcher::matches)
                            .forEach(each -> found.add(Value.of(each.toString())));
                }
            }
        } catch (IOException | java.io.UncheckedIOException problem) {
            throw FunctionException.failure(
                    "failed to glob pattern \"" + pattern + "\": " + problem.getMessage());
        } catch (PatternSyntaxException problem) {
            throw FunctionException.failure(
                    "failed to glob pattern \"" + pattern + "\": syntax error in pattern");
        }
        return Values.set(Type.Primitive.STRING, found);
    }

    /// `**/` also stands for no folder at all, which Java's globs do not know.
    private static String glob(String pattern) {
        String clean = pattern.startsWith("./") ? pattern.substring(2) : pattern;
        return clean.contains("**/") ? "{" + escaped(clean) + "}" : clean;
    }

    private static String escaped(String pattern) {
        int at = pattern.indexOf("**/");
        if (at < 0 || pattern.indexOf(',') >= 0 || pattern.indexOf('{') >= 0) {
            return pattern;
        }
        String before = pattern.substring(0, at);
        String after = escaped(pattern.substring(at + 3));
        StringBuilder all = new StringBuilder();
        for (String each : after.split(",", -1)) {
            all.append(all.isEmpty() ? "" : ",");
            all.append(before).append("**/").append(each).append(',').append(before).append(each);
        }
        return all.toString();
    }
}
