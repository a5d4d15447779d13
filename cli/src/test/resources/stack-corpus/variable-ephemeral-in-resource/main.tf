variable "a" {
  default   = "s"
  ephemeral = true
}
resource "terraform_data" "a" {
  input = var.a
}
