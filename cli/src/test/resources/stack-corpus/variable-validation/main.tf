variable "a" {
  default = "x"
  validation {
    condition     = length(var.a) > 3
    error_message = "Too short."
  }
}
