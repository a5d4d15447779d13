override_resource {
  target = terraform_data.a
  values = {
    id = "mine"
  }
}

run "one" {
  assert {
    condition     = output.id == "mine" && terraform_data.b.input == "mine" && terraform_data.b.output == "mine"
    error_message = "no"
  }
  assert {
    condition     = length(terraform_data.b.id) == 36
    error_message = "not real"
  }
}

run "early" {
  command = plan
  state_key = "early"
  override_resource {
    target          = terraform_data.a
    override_during = plan
    values = {
      id = "early"
    }
  }
  assert {
    condition     = terraform_data.b.input == "early"
    error_message = "no"
  }
}
