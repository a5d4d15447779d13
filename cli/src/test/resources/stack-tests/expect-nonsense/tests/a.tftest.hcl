run "fails" {
  command = plan
  variables {
    n = 3
  }
  expect_failures = [local.x, module.m, terraform_data.nope, "text", var.nope]
}

run "after" {
  command = plan
}
