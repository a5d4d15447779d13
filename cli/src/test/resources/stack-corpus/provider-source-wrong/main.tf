terraform {
  required_providers {
    a = {
      source = "a/b/c/d"
    }
  }
}
