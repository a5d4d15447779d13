mock_provider "terraform" {
  mock_resource "terraform_data" {
    defaults = {
      id = []
    }
  }
}

run "one" {}

run "two" {}
