run "first" {
  assert {
    condition = true
  }
  assert {
    error_message = "no"
  }
}
