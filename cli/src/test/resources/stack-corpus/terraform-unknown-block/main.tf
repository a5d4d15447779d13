terraform {
  backends "local" {
  }
}
