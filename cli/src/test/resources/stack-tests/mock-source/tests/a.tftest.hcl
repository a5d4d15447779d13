mock_provider "terraform" {
  source = "./mocks"
  mock_data "terraform_remote_state" {
    defaults = {
      outputs = {
        own = true
      }
    }
  }
}

run "one" {
  assert {
    condition     = terraform_data.a.id == "from-file" && output.r.outputs.own && output.s.outputs == "from-json"
    error_message = jsonencode(output.r)
  }
}
