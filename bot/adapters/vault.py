"""Keeps tokens as ciphertext."""
