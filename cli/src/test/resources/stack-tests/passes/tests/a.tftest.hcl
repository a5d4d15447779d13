run "applies" {
  assert {
    condition     = terraform_data.a.output == 3
    error_message = "no"
  }
}

run "plans" {
  command = plan

  variables {
    n = run.applies.n + 1
  }

  assert {
    condition     = terraform_data.a.input == 4
    error_message = "no"
  }
}
