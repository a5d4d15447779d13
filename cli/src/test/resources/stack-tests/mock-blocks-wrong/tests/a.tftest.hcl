mock_provider "terraform" {
  nonsense        = 3
  override_during = never
  mock_resource "terraform_data" {
    foo = 3
  }
  mock_resource "terraform_data" {}
  mock_data "x" {
    defaults = 3
  }
  mock_foo "x" {}
}

mock_provider "terraform" {}

run "one" {}
