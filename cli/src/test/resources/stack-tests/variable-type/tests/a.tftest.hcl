run "first" {
  command = plan
  variables {
    n = "text"
  }
}
