override_data {
  target = data.terraform_remote_state.r
  values = {
    outputs = { x = 1 }
  }
}

override_data {
  target = data.terraform_remote_state.s
}

run "one" {
  assert {
    condition     = terraform_data.a.output.x == 1 && output.s.outputs == null
    error_message = "no"
  }
}
