run "first" {
  command = plan
}
run "second" {
  command = plan
}
