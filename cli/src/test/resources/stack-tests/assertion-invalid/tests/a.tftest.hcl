run "first" {
  command = plan
  assert {
    condition     = "maybe ${var.n}"
    error_message = "no"
  }
  assert {
    condition     = terraform_data.nope.id == "x"
    error_message = "no"
  }
  assert {
    condition     = output.nope == "x"
    error_message = "no"
  }
  assert {
    condition     = var.nope == "x"
    error_message = "no"
  }
  assert {
    condition     = length(var.n) == 3
    error_message = "no"
  }
}

run "second" {
  command = plan
}
