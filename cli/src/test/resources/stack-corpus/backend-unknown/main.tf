terraform {
  backend "none" {
  }
}
