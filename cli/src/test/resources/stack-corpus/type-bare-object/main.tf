variable "a" {
  type = object
}
