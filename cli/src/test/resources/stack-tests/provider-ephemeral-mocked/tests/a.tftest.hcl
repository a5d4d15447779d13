mock_provider "slipwaytest" {}

run "one" {}
