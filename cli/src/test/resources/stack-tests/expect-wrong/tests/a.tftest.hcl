run "fails" {
  command = apply
  variables {
    n = 7
  }
  expect_failures = [var.n]
}

run "after" {
  command = plan
}
