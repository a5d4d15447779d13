run "warns" {
  command = plan
  variables {
    n = 4
  }
}

run "warns_applied" {
  variables {
    n = 4
  }
}
