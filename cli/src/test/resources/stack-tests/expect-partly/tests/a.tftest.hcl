run "fails" {
  command = plan
  variables {
    n = 7
  }
  expect_failures = [terraform_data.a, check.four]
}

run "after" {
  command = plan
}
