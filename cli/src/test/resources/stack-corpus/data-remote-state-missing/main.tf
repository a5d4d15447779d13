data "terraform_remote_state" "a" {
  backend = "local"
  config  = { path = "none.tfstate" }
}
