run "broken" {
  variables {
    n = 11
  }
}

run "after" {}

run "last" {}
