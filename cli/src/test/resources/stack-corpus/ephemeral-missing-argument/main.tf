ephemeral "slipwaytest_token" "t" {
}
