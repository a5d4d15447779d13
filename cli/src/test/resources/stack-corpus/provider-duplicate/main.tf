provider "slipwaytest" {
}
provider "slipwaytest" {
}
