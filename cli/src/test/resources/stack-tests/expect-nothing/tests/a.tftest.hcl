run "fails" {
  command = apply
  variables {
    n = 3
  }
  expect_failures = [var.n, check.four, terraform_data.a, output.o]
}

run "after" {
  command = plan
}
