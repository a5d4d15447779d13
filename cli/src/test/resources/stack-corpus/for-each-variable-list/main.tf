variable "a" {
  type    = list(string)
  default = ["x"]
}
resource "terraform_data" "a" {
  for_each = var.a
}
