/// Plans, states, runs, diagnostics, schemas and outputs in the JSON formats that Terraform
/// documents, so that the tools around it can read them. What may be large is written as it is
/// walked through. Everything is safe for many threads unless it says otherwise.
@NullMarked
package dev.slipway.terraform.json;

import org.jspecify.annotations.NullMarked;
