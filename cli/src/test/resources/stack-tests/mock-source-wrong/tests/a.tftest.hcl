mock_provider "terraform" {
  source = "./mocks"
}

run "one" {}
