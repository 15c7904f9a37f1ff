"""Exhibits: choosing a chart, its words, the gallery, one exhibit with its twins, the desk that keeps them."""
