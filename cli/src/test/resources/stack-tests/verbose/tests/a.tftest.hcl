run "planned" {
  command = plan
}

run "failed" {
  command = plan
  assert {
    condition     = output.n == 4
    error_message = "no"
  }
}

run "broken" {
  variables {
    n = 11
  }
}
