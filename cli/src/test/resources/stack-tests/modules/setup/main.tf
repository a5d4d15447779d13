variable "size" {
  default = 1
}

resource "terraform_data" "s" {
  input = var.size
}

output "five" {
  value = var.size + 4
}
