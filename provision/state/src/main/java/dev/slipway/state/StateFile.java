package dev.slipway.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// A state as a file: version 4 of Terraform's format, which Terraform reads and writes too. The
/// attributes of objects are not understood, only passed on. Stateless.
///
/// Source: what terraform 1.11.4 writes.
public final class StateFile {
    /// The version this reads and writes.
    public static final int VERSION = 4;

    private StateFile() {}

    /// @param place what is read, for messages
    /// @throws StateException that says what was found and what was expected
    public static State read(byte[] file, String place) {
        if (file.length == 0) {
            throw new StateException(place + ": the file is empty (expected: a state)");
        }
        try (JsonParser json = StateJson.FACTORY.createParser(file)) {
            return new StateReader(json, file, place).state();
        } catch (IOException e) {
            throw new StateException(place + ": no state, since it is no JSON: " + firstLine(e), e);
        }
    }

    private static String firstLine(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    public static byte[] write(State state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = StateJson.FACTORY.createGenerator(bytes)) {
            json.setPrettyPrinter(new StatePrinter());
            json.setCharacterEscapes(StateJson.ESCAPES);
            new StateWriter(json).write(state);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory failed", e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /// One instance by itself, on one line.
    static byte[] write(InstanceKey key, InstanceState instance) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = StateJson.FACTORY.createGenerator(bytes)) {
            json.setCharacterEscapes(StateJson.ESCAPES);
            json.writeStartArray();
            new StateWriter(json).write(key, instance);
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory failed", e);
        }
        return bytes.toByteArray();
    }

    /// What the other wrote; null if it was an instance without any object. `dependencies` are kept
    /// from one to the next.
    static InstanceState readInstance(
            byte[] line, String place, Map<String, ConfigResource> dependencies) {
        try (JsonParser json = StateJson.FACTORY.createParser(line)) {
            json.nextToken();
            var instances = new StateReader(json, line, place, dependencies).instances();
            return instances.isEmpty()
                    ? new InstanceState(null, new java.util.TreeMap<>())
                    : instances.firstEntry().getValue();
        } catch (IOException e) {
            throw new StateException(place + ": no JSON", e);
        }
    }
}
