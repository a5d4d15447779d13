run "one" {
  command = plan
  assert {
    condition     = var.n == 0
    error_message = "no"
  }
}

run "two" {
  command = plan
  variables {
    n = run.one.n
  }
}
