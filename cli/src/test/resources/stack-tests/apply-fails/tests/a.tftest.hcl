run "one" {
  assert {
    condition     = terraform_data.b.id == null
    error_message = "never"
  }
}

run "two" {}
