"""The trade itself: pure functions over values, no I/O, no clock."""
