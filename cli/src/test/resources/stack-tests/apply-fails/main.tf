resource "terraform_data" "a" {
  provisioner "local-exec" {
    command = "exit 1"
  }
}
resource "terraform_data" "b" {
}
