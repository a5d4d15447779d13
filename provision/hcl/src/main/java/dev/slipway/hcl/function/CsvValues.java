package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads CSV as RFC 4180 has it, the first line naming the columns. Used once, by one thread.
final class CsvValues {
    private final String text;
    private int at;
    private int line = 1;

    private CsvValues(String text) {
        this.text = text.replace("\r\n", "\n");
    }

    static Value read(String text) throws FunctionException {
        CsvValues reader = new CsvValues(text);
        List<String> header = reader.row();
        if (header == null) {
            throw FunctionException.failure("missing header line");
        }
        Set<String> names = new HashSet<>();
        Map<String, Type> types = new TreeMap<>();
        for (String name : header) {
            if (!names.add(name)) {
                throw FunctionException.failure("duplicate column name \"" + name + "\"");
            }
            types.put(name, Type.Primitive.STRING);
        }
        List<Value> rows = new ArrayList<>();
        int start = reader.line;
        for (List<String> row = reader.row(); row != null; row = reader.row()) {
            if (row.size() != header.size()) {
                throw reader.problem(Math.max(start, reader.line - 1), "wrong number of fields");
            }
            Map<String, Value> attributes = new TreeMap<>();
            for (int column = 0; column < row.size(); column++) {
                attributes.put(header.get(column), Value.of(row.get(column)));
            }
            rows.add(Values.object(attributes));
            start = reader.line;
        }
        return Values.list(Type.object(types), rows);
    }

    private FunctionException problem(int where, String what) {
        return FunctionException.failure("CSV parse error on line " + where + ": " + what);
    }

    private @org.jspecify.annotations.Nullable List<String> row() throws FunctionException {
        while (at < text.length() && text.charAt(at) == '\n') {
            at++;
            line++;
        }
        if (at >= text.length()) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        while (true) {
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            fields.add(quoted ? quoted() : plain());
            if (at >= text.length()) {
                return fields;
            }
            char end = text.charAt(at++);
            if (end == '\n') {
                line++;
                return fields;
            }
        }
    }

    private String plain() throws FunctionException {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            if (text.charAt(at) == '"') {
                throw problem(line, "bare \" in non-quoted-field");
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws FunctionException {
        StringBuilder field = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw problem(line, "extraneous or missing \" in quoted-field");
            }
            char each = text.charAt(at++);
            if (each == '"') {
                if (at < text.length() && text.charAt(at) == '"') {
                    at++;
                } else if (at >= text.length() || ",\n".indexOf(text.charAt(at)) >= 0) {
                    return field.toString();
                } else {
                    throw problem(line, "extraneous or missing \" in quoted-field");
                }
            }
            line += each == '\n' ? 1 : 0;
            field.append(each);
        }
    }
}
