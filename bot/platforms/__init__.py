"""The places where people chat; each is a client that talks and a render that is pure."""
