package dev.slipway.terraform.plan;

/// A root module's output.
public record OutputChange(String name, boolean sensitive, Change change) {}
