mock_resource "terraform_data" {}
