variables {
  n = 4
}

run "file" {
  command = plan
  assert {
    condition     = var.n == 4
    error_message = "is ${var.n}"
  }
}

run "own" {
  command = plan
  variables {
    n = var.n + 1
  }
  assert {
    condition     = var.n == 5
    error_message = "is ${var.n}"
  }
}

run "given" {
  command = plan
  variables {
    unknown = 1
  }
}
