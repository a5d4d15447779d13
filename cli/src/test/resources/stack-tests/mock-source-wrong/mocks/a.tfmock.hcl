nonsense = 3
run "x" {}
mock_resource "terraform_data" {}
