package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.gzip.Gzip;
import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonText;
import dev.slipway.hcl.json.JsonValues;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// Functions that write texts and values in other notations, and read them.
final class Encodings {
    private Encodings() {}

    static void addTo(Map<String, Function> table) {
        table.put("base64encode", Strings.one("str", texts -> encoded(utf8(texts.getFirst()))));
        table.put("base64decode", Strings.one("str", texts -> decodedText(texts.getFirst())));
        table.put(
                "base64gzip",
                Strings.one("str", texts -> encoded(Gzip.compress(utf8(texts.getFirst())))));
        table.put("textencodebase64", textEncode());
        table.put("textdecodebase64", textDecode());
        table.put("jsonencode", encoding("val", Encodings::json));
        table.put("jsondecode", jsonDecode());
        table.put("yamlencode", encoding("value", YamlText::of));
        table.put("yamldecode", decoding("src", YamlValues::read));
        table.put("csvdecode", decoding("str", CsvValues::read));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] decoded(String text) throws FunctionException {
        String plain = text.replace("\n", "").replace("\r", "");
        try {
            if (plain.length() % 4 != 0) {
                throw new IllegalArgumentException("length");
            }
            return Base64.getDecoder().decode(plain);
        } catch (IllegalArgumentException problem) {
            throw FunctionException.failure("failed to decode base64 data: " + shown(text));
        }
    }

    private static String shown(String text) {
        return "the given text is no base64 (" + text.length() + " characters)";
    }

    private static String decodedText(String text) throws FunctionException {
        try {
            return text(decoded(text), StandardCharsets.UTF_8);
        } catch (CharacterCodingException problem) {
            throw FunctionException.failure(
                    "the result of decoding the provided string is not valid UTF-8");
        }
    }

    static String text(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static Charset charset(String name) throws FunctionException {
        Charset charset = IanaCharsets.find(name);
        if (charset == null) {
            throw FunctionException.argument(
                    1,
                    "\""
                            + name
                            + "\" is not a supported IANA encoding name or alias in this"
                            + " version");
        }
        return charset;
    }

    private static Function textEncode() {
        return Definition.of()
                .taking("string", Type.Primitive.STRING)
                .taking("encoding", Type.Primitive.STRING)
                .ofTexts(texts -> {
                    Charset charset = charset(texts.getLast());
                    try {
                        ByteBuffer bytes =
                                charset.newEncoder().encode(CharBuffer.wrap(texts.getFirst()));
                        byte[] exact = new byte[bytes.remaining()];
                        bytes.get(exact);
                        return encoded(exact);
                    } catch (CharacterCodingException problem) {
                        throw FunctionException.argument(
                                0,
                                "the given string contains characters that cannot be"
                                        + " represented in "
                                        + texts.getLast());
                    }
                });
    }

    private static Function textDecode() {
        return Definition.of()
                .taking("source", Type.Primitive.STRING)
                .taking("encoding", Type.Primitive.STRING)
                .ofTexts(texts -> {
                    Charset charset = charset(texts.getLast());
                    try {
                        return text(decoded(texts.getFirst()), charset);
                    } catch (CharacterCodingException problem) {
                        throw FunctionException.argument(
                                0,
                                "the given string contains invalid characters for the"
                                        + " encoding "
                                        + texts.getLast());
                    }
                });
    }

    private interface Encoding {
        Value encode(Value value) throws FunctionException;
    }

    private static Function encoding(String name, Encoding encoding) {
        return Definition.of()
                .taking(
                        name,
                        Type.Any.DYNAMIC,
                        Allowance.NULL,
                        Allowance.UNKNOWN,
                        Allowance.DYNAMIC)
                .yields(Type.Primitive.STRING, arguments -> encoding.encode(arguments.getFirst()));
    }

    /// Of what is not known yet, the first character may be.
    private static Value json(Value value) throws FunctionException {
        if (Values.hasInfinity(value)) {
            throw FunctionException.failure("JSON has no infinite numbers");
        }
        if (value.isWhollyKnown()) {
            return Value.of(JsonText.of(value));
        }
        String prefix = "";
        boolean notNull =
                !(value instanceof Value.Unknown unknown) || unknown.refinement().notNull();
        if (notNull) {
            Type type = value.type();
            prefix =
                    type.isMapping()
                            ? "{"
                            : type.isSequence() ? "[" : type == Type.Primitive.STRING ? "\"" : "";
        }
        return Refinement.NOT_NULL.withPrefix(prefix).of(Type.Primitive.STRING);
    }

    private interface Decoding {
        Value decode(String text) throws FunctionException;
    }

    private static Function decoding(String name, Decoding decoding) {
        return Definition.of()
                .nullable()
                .taking(name, Type.Primitive.STRING)
                .yields(
                        Type.Any.DYNAMIC,
                        arguments -> decoding.decode(Values.text(arguments.getFirst())));
    }

    private static Function jsonDecode() {
        return decoding(
                "str",
                text -> {
                    try {
                        return JsonValues.read(text);
                    } catch (JsonException problem) {
                        throw FunctionException.failure("" + problem.getMessage());
                    }
                });
    }
}
