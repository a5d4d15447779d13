run "two" {}
