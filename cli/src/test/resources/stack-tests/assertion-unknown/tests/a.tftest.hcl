run "first" {
  command = plan
  assert {
    condition     = terraform_data.a.id == "x"
    error_message = "no"
  }
  assert {
    condition     = output.id == "x"
    error_message = "no"
  }
}
