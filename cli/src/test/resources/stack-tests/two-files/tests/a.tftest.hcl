run "one" {
  assert {
    condition     = var.n == 0
    error_message = "no"
  }
}
