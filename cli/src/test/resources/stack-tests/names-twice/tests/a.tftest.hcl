run "a" {}

run "a" {}
