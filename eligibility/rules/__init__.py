"""One module a benefit, one dated function a rule."""
