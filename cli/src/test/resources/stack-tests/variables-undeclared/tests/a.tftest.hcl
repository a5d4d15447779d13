variables {
  strange = 1
}

run "first" {
  command = plan
}
