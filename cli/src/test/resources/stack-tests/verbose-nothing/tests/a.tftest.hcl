run "planned" {
  command = plan
}

run "applied" {}
