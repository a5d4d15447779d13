run "first" {
  command = plan
}

run "unknown_run" {
  command = plan
  variables {
    n = run.nope.n
  }
}
