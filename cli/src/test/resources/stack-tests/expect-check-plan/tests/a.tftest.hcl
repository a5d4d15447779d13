run "fails" {
  command = plan
  variables {
    n = 4
  }
  expect_failures = [check.four]
}

run "after" {
  command = plan
}
