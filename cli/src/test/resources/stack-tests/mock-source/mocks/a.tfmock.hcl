mock_resource "terraform_data" {
  defaults = {
    id = "from-file"
  }
}

mock_data "terraform_remote_state" {
  defaults = {
    outputs = "hidden"
  }
}
