removed {
}
