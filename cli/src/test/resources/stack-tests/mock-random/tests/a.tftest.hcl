mock_provider "terraform" {}

run "one" {
  assert {
    condition     = length(output.id) == 8 && can(regex("^[a-z0-9]+$", output.id))
    error_message = "no"
  }
}

run "two" {
  assert {
    condition     = output.id == run.one.id
    error_message = "no"
  }
}
