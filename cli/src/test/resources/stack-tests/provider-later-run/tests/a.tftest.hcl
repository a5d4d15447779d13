provider "slipwaytest" {
  prefix = run.second.p
}

provider "slipwaytest" {
  alias = "other"
}

run "first" {}

run "second" {}
