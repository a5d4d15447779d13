variable "create" {
  type = bool
}

variable "length" {
  type = string
}

resource "terraform_data" "a" {
  count = var.create ? 1 : 0
  input = var.length + 1
}
