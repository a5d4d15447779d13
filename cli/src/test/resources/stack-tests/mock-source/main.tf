resource "terraform_data" "a" {
  input = data.terraform_remote_state.r.outputs
}

data "terraform_remote_state" "r" {
  backend = "local"
}

data "terraform_remote_state" "s" {
  backend = "local"
}

output "r" {
  value = data.terraform_remote_state.r
}

output "s" {
  value = data.terraform_remote_state.s
}
