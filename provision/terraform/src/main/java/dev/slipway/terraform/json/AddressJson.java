package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ResourceAddress;
import java.io.IOException;
import java.util.Locale;

/// Writes the fields that addresses have in the various formats. Stateless.
final class AddressJson {
    private AddressJson() {}

    static String mode(ResourceAddress resource) {
        return resource.mode().name().toLowerCase(Locale.ROOT);
    }

    /// `mode`, `type`, `name`, and `index` if there is one.
    static void parts(JsonGenerator json, InstanceAddress address) throws IOException {
        ResourceAddress resource = address.resource().resource();
        json.writeStringField("mode", mode(resource));
        json.writeStringField("type", resource.type());
        json.writeStringField("name", resource.name());
        index(json, "index", address.key());
    }

    /// Left out where there is none.
    static void index(JsonGenerator json, String field, InstanceKey key) throws IOException {
        switch (key) {
            case InstanceKey.None _ -> {}
            case InstanceKey.Index(long index) -> json.writeNumberField(field, index);
            case InstanceKey.Name(String name) -> json.writeStringField(field, name);
        }
    }

    /// The object that lines of a run call `resource`.
    static void resource(JsonGenerator json, String field, InstanceAddress address)
            throws IOException {
        ResourceAddress resource = address.resource().resource();
        json.writeObjectFieldStart(field);
        json.writeStringField("addr", address.toString());
        json.writeStringField("module", address.module().toString());
        json.writeStringField("resource", resource + address.key().toString());
        json.writeStringField("implied_provider", resource.impliedProvider());
        json.writeStringField("resource_type", resource.type());
        json.writeStringField("resource_name", resource.name());
        json.writeFieldName("resource_key");
        switch (address.key()) {
            case InstanceKey.None _ -> json.writeNull();
            case InstanceKey.Index(long index) -> json.writeNumber(index);
            case InstanceKey.Name(String name) -> json.writeString(name);
        }
        json.writeEndObject();
    }
}
