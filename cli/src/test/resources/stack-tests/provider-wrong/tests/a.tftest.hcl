provider "slipwaytest" {
}

mock_provider "slipwaytest" {
}

mock_provider "other" {
  alias = "x"
}

mock_provider "other" {
  alias = "x"
}

run "one" {
  providers = {
    slipwaytest = 3
  }
}

run "two" {
  providers = 3
}
