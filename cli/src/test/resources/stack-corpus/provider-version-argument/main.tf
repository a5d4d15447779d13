provider "slipwaytest" {
  version = "1.0"
}
