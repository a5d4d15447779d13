variable "1a" {}
