variable "a" {
  default = "x"
  validation {
    condition     = true
    error_message = "No."
  }
}
