run "first" {
  assert {
    condition     = "maybe"
    error_message = "no"
  }
  assert {
    condition     = length([5]) == 3
    error_message = "no"
  }
}
