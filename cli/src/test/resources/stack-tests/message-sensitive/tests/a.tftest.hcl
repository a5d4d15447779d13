variables {
  secret = "x"
}

run "first" {
  command = plan
  assert {
    condition     = var.secret == "y"
    error_message = "it is ${var.secret}"
  }
  assert {
    condition     = output.n == 4
    error_message = 5
  }
}
