mock_provider "terraform" {
  mock_resource "terraform_data" {
    defaults = {
      id       = "made-up"
      input    = "ignored"
      nonsense = true
    }
  }
}

run "planned" {
  command = plan
  assert {
    condition     = output.id == "made-up"
    error_message = "not known yet"
  }
}

run "applied" {
  assert {
    condition     = output.id == "made-up" && terraform_data.a.input == 3 && terraform_data.a.output == null
    error_message = "no"
  }
}

run "changed" {
  variables {
    n = 4
  }
  assert {
    condition     = output.id == "made-up" && terraform_data.a.input == 4
    error_message = "no"
  }
}
