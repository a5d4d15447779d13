ephemeral "slipwaytest_tokn" "t" {
  scope = "s"
}
