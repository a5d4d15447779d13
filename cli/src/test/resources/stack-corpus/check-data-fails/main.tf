check "c" {
  data "terraform_remote_state" "r" {
    backend = "local"
    config  = { path = "none.tfstate" }
  }
  assert {
    condition     = data.terraform_remote_state.r.outputs.a == 1
    error_message = "Not one."
  }
}
