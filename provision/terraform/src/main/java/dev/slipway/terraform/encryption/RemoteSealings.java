package dev.slipway.terraform.encryption;

import java.util.Map;
import java.util.regex.Pattern;

/// How states of other configurations are encrypted, for each `terraform_remote_state` that reads
/// one; `standard` is for those not named. Immutable.
public record RemoteSealings(Sealing standard, Map<String, Sealing> named) {
    /// Nothing is encrypted.
    public static final RemoteSealings NONE = new RemoteSealings(Sealing.NONE, Map.of());

    private static final Pattern KEYS = Pattern.compile("\\[[^]]*]");
    private static final String TYPE = "data.terraform_remote_state.";

    public RemoteSealings {
        named = Map.copyOf(named);
    }

    /// For `NAME`, `MODULE.NAME` or `MODULE.NAME[KEY]`; a name without a key is for all instances.
    ///
    /// @param address as it is written, `module.m.data.terraform_remote_state.x[0]` for one
    public Sealing of(String address) {
        String name = address.replace(TYPE, "").replaceAll("(^|(?<=\\.))module\\.", "");
        String all = name.replaceAll("\\[[^]]*]$", "");
        String everywhere = KEYS.matcher(name).replaceAll("");
        for (String each : new String[] {name, all, everywhere}) {
            Sealing found = named.get(each);
            if (found != null) {
                return found;
            }
        }
        return standard;
    }
}
