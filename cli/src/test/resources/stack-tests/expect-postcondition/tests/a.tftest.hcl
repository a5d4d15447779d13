run "fails" {
  command = apply
  variables {
    n = 6
  }
  expect_failures = [terraform_data.a]
}

run "after" {
  command = plan
}
