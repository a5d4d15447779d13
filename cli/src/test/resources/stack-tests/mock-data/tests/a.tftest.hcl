mock_provider "terraform" {
  mock_data "terraform_remote_state" {
    defaults = {
      outputs = {
        x = 1
      }
    }
  }
  override_data {
    target = data.terraform_remote_state.s
    values = {
      outputs = {
        y = [1, "two"]
      }
    }
  }
}

run "one" {
  command = plan
  assert {
    condition     = output.r.outputs.x == 1 && output.s.outputs.y[1] == "two"
    error_message = "no"
  }
}
