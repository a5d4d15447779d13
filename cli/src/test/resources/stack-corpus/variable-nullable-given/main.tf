variable "a" {
  nullable = false
  type     = string
}
