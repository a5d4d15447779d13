run "given" {
  command = plan
  assert {
    condition     = var.n == 7
    error_message = "is ${var.n}"
  }
}
