resource "terraform_data" "a" {
  input = { (sensitive("x")) = 1 }
}
