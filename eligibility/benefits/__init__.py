"""One module a benefit, one dated function a rule; quantities that benefits share are in `common`."""
