mock_provider "slipwaytest" {}

run "one" {
  command = plan
}
