run "first" {
  assert {
    condition     = output.n == 4
    error_message = "n is ${output.n}"
  }
  assert {
    condition     = terraform_data.a.input == var.n + 1
    error_message = "no"
  }
  assert {
    condition     = output.n == 3
    error_message = "never"
  }
}

run "second" {
  command = plan
}
