run "one" {
  state_key = "x"
  variables {
    n = 1
  }
}

run "two" {
  variables {
    n = 2
  }
}

run "again" {
  state_key = "x"
  command   = plan
  assert {
    condition     = output.id == run.one.id
    error_message = "no"
  }
}
