run "fails" {
  command = plan
  variables {
    n = 8
  }
  expect_failures = [data.terraform_remote_state.r]
}

run "after" {
  command = plan
}
