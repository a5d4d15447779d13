mock_provider "terraform" {
  override_during = plan
  mock_resource "terraform_data" {
    defaults = {
      id = "early"
    }
  }
}

run "planned" {
  command = plan
  assert {
    condition     = output.id == "early" && terraform_data.b.input == "early"
    error_message = "no"
  }
}

run "applied" {
  assert {
    condition     = output.id == "early"
    error_message = "no"
  }
}
