run "one" {}
