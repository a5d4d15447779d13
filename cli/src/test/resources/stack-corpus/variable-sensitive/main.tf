variable "a" {
  default   = "s"
  sensitive = true
}
resource "terraform_data" "a" {
  input = var.a
}
