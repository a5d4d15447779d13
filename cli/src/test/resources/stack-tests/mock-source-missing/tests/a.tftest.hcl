mock_provider "terraform" {
  source = "./nope"
}

run "one" {}
