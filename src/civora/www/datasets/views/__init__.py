"""The views of one dataset, one file each; `framing` makes what stands around them all."""
