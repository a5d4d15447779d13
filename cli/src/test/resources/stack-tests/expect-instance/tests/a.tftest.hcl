run "fails" {
  command = plan
  variables {
    n = 7
  }
  expect_failures = [terraform_data.a[0]]
}

run "after" {
  command = plan
}
