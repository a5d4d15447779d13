variable "a" {
  default = 5
}
variable "b" {
  default = 3
  validation {
    condition     = var.b > var.a
    error_message = "b must be more than ${var.a}."
  }
}
