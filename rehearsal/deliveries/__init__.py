"""One module a source: what each producer knows, in its layout, with its faults."""
