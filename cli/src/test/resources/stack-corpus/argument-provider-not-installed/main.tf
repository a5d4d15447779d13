resource "nosuch_thing" "a" {
}
