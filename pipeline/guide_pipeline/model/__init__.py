"""The model: frozen values that every reader makes and every later step trusts."""
