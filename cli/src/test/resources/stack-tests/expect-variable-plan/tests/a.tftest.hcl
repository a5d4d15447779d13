run "fails" {
  command = plan
  variables {
    n = 11
  }
  expect_failures = [var.n]
}

run "after" {
  command = plan
}
