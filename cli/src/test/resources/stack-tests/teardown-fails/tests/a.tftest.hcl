run "one" {}

run "two" {
  variables {
    n = 4
  }
}
