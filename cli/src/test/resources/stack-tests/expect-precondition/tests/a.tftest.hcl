run "fails" {
  command = apply
  variables {
    n = 7
  }
  expect_failures = [terraform_data.a]
}

run "after" {
  command = plan
}
