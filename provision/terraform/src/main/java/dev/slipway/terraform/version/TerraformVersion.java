package dev.slipway.terraform.version;

/// The version of Terraform whose behaviour and formats these are.
public final class TerraformVersion {
    public static final String TEXT = "1.11.4";

    public static final Version VERSION = new Version(1, 11, 4, "", "");

    private TerraformVersion() {}
}
