run "fails" {
  command = plan
  variables {
    n = 2
  }
  expect_failures = [check.late]
}

run "after" {
  command = plan
}
