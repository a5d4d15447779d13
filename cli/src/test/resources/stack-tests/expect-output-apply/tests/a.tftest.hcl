run "fails" {
  command = apply
  variables {
    n = 5
  }
  expect_failures = [output.o]
}

run "after" {
  command = plan
}
