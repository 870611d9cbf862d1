"""How values are said in English."""
