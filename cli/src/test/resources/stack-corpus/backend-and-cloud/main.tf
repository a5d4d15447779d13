terraform {
  backend "local" {
  }
  cloud {
  }
}
