variable "n" {
  default = 3
}
resource "terraform_data" "a" {
  input = var.n
  provisioner "local-exec" {
    when    = destroy
    command = "exit 1"
  }
}
